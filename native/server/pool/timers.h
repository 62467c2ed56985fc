#pragma once

#include <atomic>
#include <set>
#include <utility>
#include <vector>

#include "native/os/mutex.h"
#include "native/server/pool/seat.h"

namespace stdnet::server {

/// When parked connections must be looked at though nothing happens to them. A seat has one entry at most, and it is
/// lazy: a deadline that moves away while its connection is busy is found to have moved when the old one comes. So a busy
/// connection costs a comparison a turn. Threads: any; of a seat, its owner.
class Timers {
 public:
  using Time = Clocks::Time;

  /// The seat is due at `deadline` or before.
  void at_latest(Seat& seat, Time deadline) EXCLUDES(mutex_);
  void cancel(Seat& seat) EXCLUDES(mutex_);
  /// Time::max(): there is none.
  [[nodiscard]] Time earliest() const { return earliest_.load(std::memory_order_acquire); }
  /// Appends the seats that are due; their entries are gone. Signal them.
  void take_due(Time now, std::vector<Seat*>& into) EXCLUDES(mutex_);

 private:
  void erase(Seat& seat) REQUIRES(mutex_);
  void note_earliest() REQUIRES(mutex_);

  os::Mutex mutex_;
  std::set<std::pair<Time, Seat*>> entries_ GUARDED_BY(mutex_);
  std::atomic<Time> earliest_{Time::max()};
};

}  // namespace stdnet::server
