#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "native/kv/store.h"
#include "native/server/handler.h"

/// What native servers can answer with. docs/write-your-own-handler.md adds one, step by step.
namespace stdnet::handlers {

/// What handlers can be told, checked by whoever fills it in. Each takes what concerns it.
struct Options {
  std::size_t max_line = std::size_t{64} * 1024;     ///< a line's bytes, its newline included
  std::size_t max_value = std::size_t{1024} * 1024;  ///< a value's bytes
  std::shared_ptr<kv::Store> store;  ///< that of all connections; none: one of the handler's own
};

using Factory = std::shared_ptr<const server::HandlerFactory>;

// The registry: a line for each handler. The name that JavaScript says is that of the function that makes it, and of its file.
// clang-format off
#define STDNET_HANDLERS(HANDLER) \
  HANDLER(burn) \
  HANDLER(count) \
  HANDLER(discard) \
  HANDLER(echo) \
  HANDLER(kv) \
  HANDLER(lines)
// clang-format on

#define STDNET_HANDLER(name) [[nodiscard]] Factory name(const Options& options);
STDNET_HANDLERS(STDNET_HANDLER)
#undef STDNET_HANDLER

/// The handler of that name; nullptr where there is none.
[[nodiscard]] Factory make(std::string_view name, const Options& options);

}  // namespace stdnet::handlers
