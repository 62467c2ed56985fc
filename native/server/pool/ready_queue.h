#pragma once

#include <cstddef>
#include <span>

#include "native/os/mutex.h"
#include "native/server/pool/seat.h"

namespace stdnet::server {

/// Seats whose connections are due a turn, first come, first served. Turns are taken in rounds: when those that were
/// there at its beginning have had theirs, `next` stops, so that the kernel is asked who else is ready before a busy few
/// come round again. Threads: any.
class ReadyQueue {
 public:
  /// It owns them.
  void push(std::span<Seat* const> seats) EXCLUDES(mutex_);
  void push(Seat& seat) EXCLUDES(mutex_);
  /// The caller owns it; nullptr: the round is over.
  [[nodiscard]] Seat* next() EXCLUDES(mutex_);
  void begin_round() EXCLUDES(mutex_);
  [[nodiscard]] bool empty() const EXCLUDES(mutex_);

 private:
  void append(Seat& seat) REQUIRES(mutex_);

  mutable os::Mutex mutex_;
  Seat* first_ GUARDED_BY(mutex_) = nullptr;
  Seat* last_ GUARDED_BY(mutex_) = nullptr;
  std::size_t size_ GUARDED_BY(mutex_) = 0;
  std::size_t round_ GUARDED_BY(mutex_) = 0;  ///< what is left of it
};

}  // namespace stdnet::server
