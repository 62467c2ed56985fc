#pragma once

#include "native/load/datagram_script.h"
#include "native/load/numbered_datagram.h"

namespace stdnet::load {

/// Closed loop: one datagram is in flight. One that is given up is sent again: that is counted, and its answer takes as long as
/// both together. Threads: as DatagramScript.
class DatagramPingPong final : public DatagramScript {
 public:
  explicit DatagramPingPong(NumberedDatagram datagram) : datagram_(std::move(datagram)) {}

  [[nodiscard]] std::span<const std::uint8_t> to_send(Instant now) override;
  void sent(Instant now) override;
  [[nodiscard]] Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) override;
  void give_up(Instant now, Tally& tally) override;
  void count_unanswered(Tally& /*tally*/) const override {}
  void stop() override { stopped_ = true; }
  [[nodiscard]] bool idle() const override { return state_ == State::Answered; }

  /// The number of the first that has not been answered.
  [[nodiscard]] std::uint64_t number() const { return number_; }

 private:
  NumberedDatagram datagram_;
  enum class State { Answered, InFlight, GivenUp } state_ = State::Answered;
  bool stopped_ = false;
  std::uint64_t number_ = 1;
  std::uint64_t last_given_up_ = 0;
  Instant begun_{};  ///< first sent
  Instant sent_{};
};

}  // namespace stdnet::load
