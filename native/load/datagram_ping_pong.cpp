#include "native/load/datagram_ping_pong.h"

#include "native/load/mismatch.h"

namespace stdnet::load {

std::span<const std::uint8_t> DatagramPingPong::to_send(Instant /*now*/) {
  if (state_ == State::InFlight || (state_ == State::Answered && stopped_)) return {};
  return datagram_.write(number_);
}

void DatagramPingPong::sent(Instant now) {
  if (state_ == State::Answered) begun_ = now;
  sent_ = now;
  state_ = State::InFlight;
}

Result<void> DatagramPingPong::received(std::span<const std::uint8_t> bytes, Instant now,
                                        Tally& tally) {
  const auto number = datagram_.number_of(bytes);
  if (!number) return number.error();
  if (number.value() < number_ && number.value() <= last_given_up_) return {};
  if (auto right = datagram_.check(bytes, number_); !right) return right;
  if (state_ == State::Answered) return mismatch("a datagram came that was not asked for");
  tally.answered(begun_, now);
  ++number_;
  state_ = State::Answered;
  return {};
}

void DatagramPingPong::give_up(Instant now, Tally& tally) {
  if (state_ != State::InFlight || now - sent_ < kGivenUp) return;
  last_given_up_ = number_;
  state_ = State::GivenUp;
  tally.sent_again(now);
}

}  // namespace stdnet::load
