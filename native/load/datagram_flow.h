#pragma once

#include <deque>

#include "native/load/arrivals.h"
#include "native/load/datagram_script.h"
#include "native/load/numbered_datagram.h"

namespace stdnet::load {

/// Open loop: a datagram is sent whenever one is due, whatever has become of the others. What is lost stays lost; what comes after
/// one that was sent later has been overtaken. Both are counted. Threads: as DatagramScript.
class DatagramFlow final : public DatagramScript {
 public:
  /// `first` is the number of the first datagram, which `arrivals` begin with.
  DatagramFlow(NumberedDatagram datagram, std::uint64_t first, const Arrivals& arrivals)
      : datagram_(std::move(datagram)), arrivals_(arrivals), oldest_(first) {}

  [[nodiscard]] std::span<const std::uint8_t> to_send(Instant now) override;
  void sent(Instant now) override;
  [[nodiscard]] Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) override;
  void give_up(Instant now, Tally& tally) override;
  void count_unanswered(Tally& tally) const override;
  void stop() override { stopped_ = true; }
  [[nodiscard]] bool idle() const override { return stopped_ && in_flight_.empty(); }

 private:
  struct Sent {
    Instant due;
    Instant at;
    bool answered = false;
  };

  [[nodiscard]] std::uint64_t next() const { return oldest_ + in_flight_.size(); }
  void forget_answered();

  NumberedDatagram datagram_;
  const Arrivals arrivals_;
  bool stopped_ = false;
  std::uint64_t oldest_;        ///< the number of the first in `in_flight_`
  std::deque<Sent> in_flight_;  ///< from the oldest that has no answer on
  std::uint64_t last_answered_ = 0;
};

}  // namespace stdnet::load
