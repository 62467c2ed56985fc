#include "native/server/pool/ready_queue.h"

#include <utility>

namespace stdnet::server {

void ReadyQueue::push(std::span<Seat* const> seats) {
  const os::Lock lock(mutex_);
  for (Seat* seat : seats) append(*seat);
}

void ReadyQueue::push(Seat& seat) {
  const os::Lock lock(mutex_);
  append(seat);
}

void ReadyQueue::append(Seat& seat) {
  seat.next = nullptr;
  (first_ == nullptr ? first_ : last_->next) = &seat;
  last_ = &seat;
  ++size_;
}

Seat* ReadyQueue::next() {
  const os::Lock lock(mutex_);
  if (round_ == 0) return nullptr;
  --round_;
  --size_;
  return std::exchange(first_, first_->next);
}

void ReadyQueue::begin_round() {
  const os::Lock lock(mutex_);
  round_ = size_;
}

bool ReadyQueue::empty() const {
  const os::Lock lock(mutex_);
  return size_ == 0;
}

}  // namespace stdnet::server
