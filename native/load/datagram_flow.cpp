#include "native/load/datagram_flow.h"

#include <algorithm>

#include "native/load/mismatch.h"

namespace stdnet::load {

std::span<const std::uint8_t> DatagramFlow::to_send(Instant now) {
  if (stopped_ || arrivals_.due(now) <= next()) return {};
  return datagram_.write(next());
}

void DatagramFlow::sent(Instant now) {
  in_flight_.push_back({arrivals_.begin_of(next(), now), now});
}

Result<void> DatagramFlow::received(std::span<const std::uint8_t> bytes, Instant now,
                                    Tally& tally) {
  const auto came = datagram_.number_of(bytes);
  if (!came) return came.error();
  const std::uint64_t number = came.value();
  if (number < oldest_) return {};  // it was given up
  if (auto right = datagram_.check(bytes, std::min(number, next())); !right) return right;
  if (number == next()) return mismatch("a datagram came before it was sent");
  Sent& datagram = in_flight_[number - oldest_];
  if (datagram.answered) return mismatch("a datagram came twice");
  datagram.answered = true;
  tally.answered(datagram.due, now);
  if (number < last_answered_) tally.overtaken(now);
  last_answered_ = std::max(last_answered_, number);
  forget_answered();
  return {};
}

void DatagramFlow::give_up(Instant now, Tally& tally) {
  while (!in_flight_.empty() && now - in_flight_.front().at >= kGivenUp) {
    tally.lose(in_flight_.front().due);
    in_flight_.pop_front();
    ++oldest_;
    forget_answered();
  }
}

void DatagramFlow::count_unanswered(Tally& tally) const {
  for (const Sent& datagram : in_flight_) {
    if (!datagram.answered) tally.unanswered(datagram.due, 1);
  }
  arrivals_.count_waiting(next(), 1, tally);
}

void DatagramFlow::forget_answered() {
  while (!in_flight_.empty() && in_flight_.front().answered) {
    in_flight_.pop_front();
    ++oldest_;
  }
}

}  // namespace stdnet::load
