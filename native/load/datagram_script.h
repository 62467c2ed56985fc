#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "native/core/result.h"
#include "native/load/pattern.h"
#include "native/load/tally.h"

namespace stdnet::load {

/// What one client of a UDP echo server says, and what it must hear: numbered datagrams of one size, one of them in flight.
/// One that is not answered in time has been lost, on its way there or back, and is sent again: that is counted, and its
/// answer takes as long as both together. Threads: its load thread's.
class DatagramScript {
 public:
  /// After so long a datagram is given up. Far above what a busy server takes, far below a run.
  static constexpr Nanoseconds kGivenUp = std::chrono::milliseconds(250);
  /// Room for the number.
  static constexpr std::size_t kLeastSize = sizeof(std::uint64_t);

  /// `pattern` must outlive the script; `origin` is where in it this client begins.
  DatagramScript(const Pattern& pattern, std::uint64_t origin, std::size_t size);

  /// The datagram to be sent, or in flight.
  [[nodiscard]] std::span<const std::uint8_t> message() const { return message_; }
  void sent(Instant now) { begun_ = sent_ = now; }
  void sent_again(Instant now, Tally& tally);
  [[nodiscard]] bool given_up(Instant now) const { return now - sent_ >= kGivenUp; }

  /// True: `message()` is the next one now. False: the answer to one that was given up, and has been answered otherwise.
  /// InvalidData for anything that was not asked for.
  [[nodiscard]] Result<bool> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally);

 private:
  void write_message();

  const Pattern& pattern_;
  const std::uint64_t origin_;
  std::vector<std::uint8_t> message_;
  std::uint64_t number_ = 1;
  std::uint64_t last_given_up_ = 0;
  Instant begun_{};  ///< first sent
  Instant sent_{};
};

}  // namespace stdnet::load
