#pragma once

#include <cstddef>
#include <deque>

#include "native/os/mutex.h"
#include "native/server/pool/seat.h"

namespace stdnet::server {

/// All seats of a pool: as many as there ever were connections at once. Threads: any.
class Seats {
 public:
  /// An empty one.
  [[nodiscard]] Seat& take() EXCLUDES(mutex_);
  void give_back(Seat& seat) EXCLUDES(mutex_);
  /// Blocks until nobody has one.
  void wait_until_all_back() EXCLUDES(mutex_);

 private:
  os::Mutex mutex_;
  std::deque<Seat> seats_ GUARDED_BY(mutex_);  ///< they stay where they are
  Seat* free_ GUARDED_BY(mutex_) = nullptr;
  std::size_t taken_ GUARDED_BY(mutex_) = 0;
  os::Condition all_back_;
};

}  // namespace stdnet::server
