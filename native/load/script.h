#pragma once

#include <cstdint>
#include <span>

#include "native/core/result.h"
#include "native/load/arrivals.h"

namespace stdnet::load {

/// What one connection says and what it must hear: bytes in, bytes out, no socket. A new request is there to send only when an
/// earlier one has been answered, and in an open loop only when it is due. Threads: its load thread's.
class Script {
 public:
  Script() = default;
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  virtual ~Script() = default;

  /// What may be sent now; empty: replies must come first, or time pass. Valid until the next call of anything but this.
  [[nodiscard]] virtual std::span<const std::uint8_t> to_send(Instant now) = 0;
  /// The first `size` bytes of `to_send()` have gone.
  virtual void sent(std::size_t size, Instant now) = 0;
  /// Holds what came against what must come; InvalidData at the first byte that differs.
  [[nodiscard]] virtual Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                              Tally& tally) = 0;

  /// From now on it is an open loop: what has not begun is due at `first`, and then one request, or one batch of them, each
  /// `period`.
  void open(Instant first, Nanoseconds period) { arrivals_ = Arrivals(begun(), first, period); }
  /// Open loop, when the clock has stopped: what was due and is not answered.
  virtual void count_unanswered(Tally& tally) const = 0;

  /// Begins no further request.
  virtual void stop() = 0;
  /// Everything that was begun has been sent and answered.
  [[nodiscard]] virtual bool idle() const = 0;
  /// All that the connection was to say has been said and answered: it makes room for a new one.
  [[nodiscard]] virtual bool over() const { return false; }
  /// Set up and answered at least once: the clock may start.
  [[nodiscard]] virtual bool warm() const = 0;

 protected:
  [[nodiscard]] const Arrivals& arrivals() const { return arrivals_; }

 private:
  /// How many requests, or batches of them, have begun.
  [[nodiscard]] virtual std::uint64_t begun() const = 0;

  Arrivals arrivals_;
};

}  // namespace stdnet::load
