#pragma once

#include <memory>

#include "native/server/handler.h"

namespace stdnet::handlers {

/// Every byte back, as it came.
[[nodiscard]] std::shared_ptr<const server::HandlerFactory> echo();

}  // namespace stdnet::handlers
