#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace stdnet::server {

/// What a connection may take. No value: no limit.
struct Options {
  std::optional<std::size_t> max_connections{};
  std::optional<std::chrono::microseconds> idle_timeout{};   ///< no byte in either direction
  std::optional<std::chrono::microseconds> write_timeout{};  ///< a peer that does not read
  bool nodelay = true;
  std::size_t stack_size = kDefaultStackSize;

  /// Room for a handler and the C library; the buffers are elsewhere.
  static constexpr std::size_t kDefaultStackSize = std::size_t{128} * 1024;
};

}  // namespace stdnet::server
