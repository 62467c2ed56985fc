#include "native/load/timetable.h"

namespace stdnet::load {

Timetable::Timetable(Instant start, Nanoseconds period, std::size_t connections, std::size_t first,
                     std::size_t count)
    : start_(start),
      period_(period),
      connections_(connections),
      first_(first),
      count_(count),
      round_(start) {}

Instant Timetable::arrival_after(std::size_t own, Instant now) const {
  const Instant earliest = start_ + offset_of(own);
  if (now <= earliest) return earliest;
  const auto rounds = (now - earliest + period_ - Nanoseconds(1)) / period_;
  return earliest + rounds * period_;
}

std::size_t Timetable::take() {
  const std::size_t own = turn_;
  turn_ = (turn_ + 1) % count_;
  if (turn_ == 0) round_ += period_;
  return own;
}

Nanoseconds Timetable::offset_of(std::size_t own) const {
  const double share = static_cast<double>(first_ + own) / static_cast<double>(connections_);
  return Nanoseconds(static_cast<Nanoseconds::rep>(share * static_cast<double>(period_.count())));
}

}  // namespace stdnet::load
