#pragma once

#include <array>
#include <cstdint>

#include "native/core/error_kind.h"

namespace stdnet::server {

/// The counters of a UDP server at one moment. Never more answers than datagrams that were received.
struct DatagramStats {
  std::uint64_t received = 0;
  std::uint64_t sent = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t truncated = 0;          ///< of those received: longer than there was room for
  std::uint64_t dropped_by_kernel = 0;  ///< never received
  std::array<std::uint64_t, kErrorKindCount> errors{};
};

}  // namespace stdnet::server
