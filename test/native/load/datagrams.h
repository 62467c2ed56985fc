#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "native/load/numbered_datagram.h"
#include "native/load/tally.h"

/// What the tests of datagram scripts share: what is sent, from when on, and a clock that runs.
using Bytes = std::vector<std::uint8_t>;

inline const stdnet::load::Pattern kPattern(7);
inline const stdnet::load::Instant kStart{std::chrono::hours(1)};

inline stdnet::load::Tally counting(stdnet::load::Nanoseconds span) {
  stdnet::load::Tally tally;
  tally.from = kStart;
  tally.until = kStart + span;
  return tally;
}
