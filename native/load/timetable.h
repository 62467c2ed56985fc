#pragma once

#include <cstddef>

#include "native/load/arrivals.h"

namespace stdnet::load {

/// The arrivals of a load thread in an open loop: those of all connections follow each other at even distances, in the order
/// of the connections, over and over; this thread has some of them. Threads: its load thread's.
class Timetable {
 public:
  /// One connection's turn comes every `period`. There are `connections` in all; `count` of them, from `first` on, are this
  /// thread's.
  Timetable(Instant start, Nanoseconds period, std::size_t connections, std::size_t first,
            std::size_t count);

  [[nodiscard]] Nanoseconds period() const { return period_; }
  /// The first arrival of the thread's connection number `own` that is not before `now`.
  [[nodiscard]] Instant arrival_after(std::size_t own, Instant now) const;

  /// When the next arrival is.
  [[nodiscard]] Instant next() const { return round_ + offset_of(turn_); }
  /// Whose it is, of the thread's own. The one after it is next then.
  [[nodiscard]] std::size_t take();

 private:
  [[nodiscard]] Nanoseconds offset_of(std::size_t own) const;

  const Instant start_;
  const Nanoseconds period_;
  const std::size_t connections_;
  const std::size_t first_;
  const std::size_t count_;
  Instant round_;  ///< when the round at hand began, for all threads
  std::size_t turn_ = 0;
};

}  // namespace stdnet::load
