#include "native/server/pool/seats.h"

#include <utility>

namespace stdnet::server {

Seat& Seats::take() {
  const os::Lock lock(mutex_);
  ++taken_;
  if (free_ == nullptr) return seats_.emplace_back();
  Seat& seat = *free_;
  free_ = std::exchange(seat.next, nullptr);
  return seat;
}

void Seats::give_back(Seat& seat) {
  const os::Lock lock(mutex_);
  seat.next = std::exchange(free_, &seat);
  if (--taken_ == 0) all_back_.notify_all();
}

void Seats::wait_until_all_back() {
  const os::Lock lock(mutex_);
  while (taken_ > 0) all_back_.wait(mutex_);
}

}  // namespace stdnet::server
