#pragma once

#include <atomic>
#include <cstdint>

namespace stdnet::server {

/// Who may work on a place that a connection occupies. Nobody owns it while its connection is parked; whoever is told that
/// something happened owns it, until it parks it again. Places are never destroyed while threads run: an edge that comes
/// late, of a connection that has left, finds an empty place, or gives its next occupant a turn too many.
/// Threads: `signal`, any; everything else, the owner's.
class Claim {
 public:
  /// Something happened to the connection. True: the caller owns the place now.
  [[nodiscard]] bool signal(bool last) {
    std::uint8_t before = state_.load(std::memory_order_relaxed);
    std::uint8_t after = 0;
    do {
      after = static_cast<std::uint8_t>(before | (last ? kLast : 0) |
                                        ((before & kOwned) != 0 ? kSignalled : kOwned));
    } while (!state_.compare_exchange_weak(before, after, std::memory_order_acq_rel));
    return (before & (kOccupied | kOwned)) == kOccupied;
  }

  /// Gives the place up. False: something happened meanwhile, and it has to be given another turn.
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

  /// The caller's, with a connection that nobody has looked at yet: until somebody can be told of that, and it parks the
  /// place or lets go, an edge that comes late takes nothing from it.
  void occupy() { state_.store(kOccupied | kOwned, std::memory_order_release); }
  /// Gives the place up in any case. True: something happened meanwhile, and somebody is to be told again.
  [[nodiscard]] bool let_go() {
    constexpr auto kKept = static_cast<std::uint8_t>(~(kOwned | kSignalled));
    return (state_.fetch_and(kKept, std::memory_order_acq_rel) & kSignalled) != 0;
  }
  void vacate() { state_.store(0, std::memory_order_release); }

 private:
  static constexpr std::uint8_t kOccupied = 1;
  static constexpr std::uint8_t kOwned = 2;
  static constexpr std::uint8_t kSignalled = 4;  ///< while it was owned
  static constexpr std::uint8_t kLast = 8;

  std::atomic<std::uint8_t> state_{0};
};

}  // namespace stdnet::server
