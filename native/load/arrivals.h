#pragma once

#include <algorithm>
#include <cstdint>

#include "native/load/tally.h"

namespace stdnet::load {

/// When the requests of one connection may begin. Closed loop: whenever there is room for one. Open loop: at fixed times, so
/// that a server that is slow for a while does not slow down those who ask it. Threads: its load thread's.
class Arrivals {
 public:
  /// Closed loop.
  Arrivals() = default;
  /// Open loop: request number `next` is due at `first`, and each one after it a `period` later. Those before had no time.
  Arrivals(std::uint64_t next, Instant first, Nanoseconds period)
      : next_(next), first_(first), period_(period) {}

  /// How many requests, from number 0 on, may have begun by now.
  [[nodiscard]] std::uint64_t due(Instant now) const {
    if (closed()) return UINT64_MAX;
    if (now < first_) return next_;
    return next_ + 1 + static_cast<std::uint64_t>((now - first_) / period_);
  }
  /// From when on the latency of a request counts that was sent at `sent`: as if it had been sent when it was due.
  [[nodiscard]] Instant begin_of(std::uint64_t number, Instant sent) const {
    if (closed() || number < next_) return sent;
    return first_ + static_cast<Nanoseconds::rep>(number - next_) * period_;
  }

  /// Those that were due before the clock stopped, and had not begun, from number `begun` on: `each` of them so many requests.
  void count_waiting(std::uint64_t begun, std::uint64_t each, Tally& tally) const {
    if (closed()) return;
    for (std::uint64_t number = std::max(begun, next_); begin_of(number, {}) < tally.until;
         ++number)
      tally.unanswered(begin_of(number, {}), each);
  }

 private:
  [[nodiscard]] bool closed() const { return period_ == Nanoseconds::zero(); }

  std::uint64_t next_ = 0;
  Instant first_{};
  Nanoseconds period_{};
};

}  // namespace stdnet::load
