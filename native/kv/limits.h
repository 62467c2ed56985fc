#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace stdnet::kv {

/// What a peer may send, in bytes.
struct Limits {
  std::size_t max_line =
      std::size_t{64} * 1024;  ///< a line, its newline included; in RESP2 a header, or inline
  std::size_t max_value = std::size_t{1024} * 1024;  ///< a value; in RESP2 any argument

  /// A whole request of RESP2, which may have many arguments: enough for two of the largest, and never below 64 MiB.
  [[nodiscard]] std::size_t max_request() const {
    constexpr std::size_t kLeast = std::size_t{64} * 1024 * 1024;
    constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
    return std::clamp(2 * max_value + max_line, kLeast, kMost);
  }
};

}  // namespace stdnet::kv
