#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "native/server/buffers.h"
#include "native/server/clocks.h"
#include "native/server/connection_table.h"
#include "native/server/conversation.h"

namespace stdnet::server {

/// The place of a connection in a pool. A seat is never destroyed while threads run, and serves one connection after the
/// other: an edge that comes late, of one that has left, finds an empty seat, or gives its next occupant a turn too many.
///
/// A seat is owned by the thread that gives its connection a turn, or by the queue in which it waits for one; nobody owns
/// it while it is parked. Threads: `signal`, any; everything else, the owner's.
class alignas(64) Seat {
 public:
  /// Something happened to the connection. True: the caller owns the seat, and queues it.
  [[nodiscard]] bool signal(bool last) {
    std::uint8_t before = state_.load(std::memory_order_relaxed);
    std::uint8_t after = 0;
    do {
      after = static_cast<std::uint8_t>(before | (last ? kLast : 0) |
                                        ((before & kOwned) != 0 ? kSignalled : kOwned));
    } while (!state_.compare_exchange_weak(before, after, std::memory_order_acq_rel));
    return (before & (kOccupied | kOwned)) == kOccupied;
  }

  /// Gives the seat up. False: something happened meanwhile, and it has to be given another turn.
  [[nodiscard]] bool park() {
    std::uint8_t before = state_.load(std::memory_order_relaxed);
    std::uint8_t after = 0;
    do {
      after =
          static_cast<std::uint8_t>(before & ~((before & kSignalled) != 0 ? kSignalled : kOwned));
    } while (!state_.compare_exchange_weak(before, after, std::memory_order_acq_rel));
    return (before & kSignalled) == 0;
  }

  /// Whether an edge was the last one: everything must be read now, as nobody will be told again.
  [[nodiscard]] bool last() const { return (state_.load(std::memory_order_relaxed) & kLast) != 0; }

  /// Parked, with a connection that nobody has looked at yet.
  void occupy(ConnectionTable::Entry by, const Options& options) {
    entry = by;
    begun = false;
    conversation.emplace(*by);
    clocks.emplace(options, Clocks::Clock::now());
    state_.store(kOccupied, std::memory_order_release);
  }
  void vacate() {
    conversation.reset();
    luggage = {};
    state_.store(0, std::memory_order_release);
  }

  ConnectionTable::Entry entry;
  bool begun = false;
  std::optional<Conversation> conversation;
  std::optional<Clocks> clocks;
  Luggage luggage;

  Seat* next = nullptr;  ///< in a list of seats: that list's
  /// When the timers look at it: theirs. The owner may read it: see Timers.
  std::atomic<Clocks::Time> due{Clocks::Time::max()};

 private:
  static constexpr std::uint8_t kOccupied = 1;
  static constexpr std::uint8_t kOwned = 2;
  static constexpr std::uint8_t kSignalled = 4;  ///< while it was owned
  static constexpr std::uint8_t kLast = 8;

  std::atomic<std::uint8_t> state_{0};
};

}  // namespace stdnet::server
