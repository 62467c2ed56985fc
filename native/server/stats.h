#pragma once

#include <array>
#include <cstdint>

#include "native/core/error_kind.h"

namespace stdnet::server {

/// Why a connection was refused.
enum class DropReason : std::uint8_t { MaxConnections, NoThread, NoDescriptor };
inline constexpr int kDropReasonCount = 3;

/// The counters of a server at one moment: `accepted == active + ended` always holds.
struct Stats {
  std::uint64_t accepted = 0;
  std::uint64_t active = 0;
  std::uint64_t peak = 0;
  std::uint64_t ended = 0;
  std::uint64_t threads = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::array<std::uint64_t, kDropReasonCount> dropped{};
  std::array<std::uint64_t, kErrorKindCount> errors{};
};

}  // namespace stdnet::server
