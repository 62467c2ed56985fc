#pragma once

#include <cstdint>
#include <span>

#include "native/core/result.h"
#include "native/load/tally.h"

namespace stdnet::load {

/// What one client of a UDP echo server says, and what it must hear: datagrams in, datagrams out, no socket. Threads: its load
/// thread's.
class DatagramScript {
 public:
  /// After so long a datagram is given up: lost, on its way there or back. Far above what a busy server takes, far below a run.
  static constexpr Nanoseconds kGivenUp = std::chrono::milliseconds(250);

  DatagramScript() = default;
  DatagramScript(const DatagramScript&) = delete;
  DatagramScript& operator=(const DatagramScript&) = delete;
  virtual ~DatagramScript() = default;

  /// The datagram that may be sent now; empty: answers must come first, or time pass. Valid until the next call of anything here.
  [[nodiscard]] virtual std::span<const std::uint8_t> to_send(Instant now) = 0;
  /// It has gone, or was lost right here.
  virtual void sent(Instant now) = 0;
  /// InvalidData for anything that was not asked for. An answer to one that was given up may come late: it is nobody's.
  [[nodiscard]] virtual Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                              Tally& tally) = 0;
  /// What has waited for too long by now.
  virtual void give_up(Instant now, Tally& tally) = 0;

  /// Open loop, when the clock has stopped: what was due and is not answered.
  virtual void count_unanswered(Tally& tally) const = 0;
  /// Begins no further request.
  virtual void stop() = 0;
  /// Everything that was begun has been answered, or given up for good.
  [[nodiscard]] virtual bool idle() const = 0;
};

}  // namespace stdnet::load
