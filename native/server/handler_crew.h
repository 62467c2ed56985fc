#pragma once

#include <memory>

#include "native/server/crew.h"
#include "native/server/handler.h"

namespace stdnet::server {

/// A crew that gives each connection a handler: a thread for each, or a pool, as the options have it.
[[nodiscard]] Hire with_handlers(std::shared_ptr<const HandlerFactory> handlers);

}  // namespace stdnet::server
