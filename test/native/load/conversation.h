#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "native/load/script.h"

/// What a script's test needs: times, a clock that runs, and somebody who listens.
using Bytes = std::vector<std::uint8_t>;

inline stdnet::load::Instant at(int microseconds) {
  return stdnet::load::Instant(std::chrono::microseconds(microseconds));
}

inline stdnet::load::Tally running() {
  stdnet::load::Tally tally;
  tally.from = at(0);
  return tally;
}

/// Sends all that may be sent; what went.
inline Bytes say(stdnet::load::Script& script, stdnet::load::Instant now) {
  Bytes said;
  for (auto bytes = script.to_send(now); !bytes.empty(); bytes = script.to_send(now)) {
    said.insert(said.end(), bytes.begin(), bytes.end());
    script.sent(bytes.size(), now);
  }
  return said;
}
