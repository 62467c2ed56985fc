#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "native/os/socket_options.h"

namespace stdnet::server {

/// What a connection may take. No value: no limit.
struct Options {
  std::optional<std::size_t>
      pool{};  ///< so many threads for all connections; no value: one for each
  std::optional<std::size_t> max_connections{};
  os::Timeout idle_timeout{};         ///< no byte in either direction
  os::Timeout line_timeout{};         ///< a request that has begun and is not whole
  os::Timeout write_timeout{};        ///< a peer that does not read
  std::chrono::microseconds spin{0};  ///< how long to look again and again before waiting
  bool nodelay = true;
  std::size_t stack_size = kDefaultStackSize;

  /// Room for a handler and the C library; the buffers are elsewhere.
  static constexpr std::size_t kDefaultStackSize = std::size_t{128} * 1024;

  /// Whether any limit needs a clock.
  [[nodiscard]] bool timed() const { return idle_timeout || line_timeout || write_timeout; }
};

}  // namespace stdnet::server
