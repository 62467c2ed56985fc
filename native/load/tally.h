#pragma once

#include <chrono>
#include <cstdint>

#include "native/load/histogram.h"

namespace stdnet::load {

using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;
using Nanoseconds = std::chrono::nanoseconds;

/// What one load thread has counted: the requests whose last reply byte came while the clock ran.
/// Threads: its load thread's; the generator's once that has been joined.
struct Tally {
  Instant from = Instant::max();
  Instant until = Instant::max();
  std::uint64_t requests = 0;
  std::uint64_t waiting = 0;  ///< open loop: due before the clock stopped, and not answered by then
  std::uint64_t resent = 0;   ///< datagrams, closed loop: given up and sent again
  std::uint64_t lost = 0;     ///< datagrams, open loop: given up
  std::uint64_t reordered = 0;  ///< the same: answered after one that was sent later
  Histogram latency;

  /// `count` requests that were begun together and are all answered now.
  void answered(Instant begun, Instant now, std::uint64_t count = 1) {
    if (now < from || now >= until) return;
    requests += count;
    latency.record(static_cast<std::uint64_t>(Nanoseconds(now - begun).count()), count);
  }
  /// `count` requests that were due at `begun`, and have no answer when the clock stops: they took this long at least. Who leaves
  /// them out finds a server the faster the longer it was stuck.
  void unanswered(Instant begun, std::uint64_t count) {
    if (begun >= until) return;
    waiting += count;
    latency.record(static_cast<std::uint64_t>(Nanoseconds(until - begun).count()), count);
  }
  /// One that was due at `begun` will not be answered any more.
  void lose(Instant begun) {
    if (begun >= from && begun < until) ++lost;
  }
  void overtaken(Instant now) {
    if (now >= from && now < until) ++reordered;
  }
  void sent_again(Instant now) {
    if (now >= from && now < until) ++resent;
  }
};

}  // namespace stdnet::load
