#pragma once

#include <memory>

#include "native/kv/line_protocol.h"
#include "native/server/handler.h"

namespace stdnet::handlers {

/// A key-value store that speaks the guide's line protocol (native/kv/line_protocol.h).
/// All connections of all servers that are given the factory share `store`.
[[nodiscard]] std::shared_ptr<const server::HandlerFactory> kv(std::shared_ptr<kv::Store> store,
                                                               const kv::Limits& limits);

}  // namespace stdnet::handlers
