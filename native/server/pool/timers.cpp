#include "native/server/pool/timers.h"

namespace stdnet::server {

void Timers::at_latest(Seat& seat, Time deadline) {
  // If the entry is being taken meanwhile, its taker signals the seat, which comes here again after another turn.
  if (seat.due.load(std::memory_order_relaxed) <= deadline) return;
  const os::Lock lock(mutex_);
  erase(seat);
  entries_.emplace(deadline, &seat);
  seat.due.store(deadline, std::memory_order_relaxed);
  note_earliest();
}

void Timers::cancel(Seat& seat) {
  if (seat.due.load(std::memory_order_relaxed) == Time::max()) return;
  const os::Lock lock(mutex_);
  erase(seat);
  note_earliest();
}

void Timers::take_due(Time now, std::vector<Seat*>& into) {
  if (earliest() > now) return;
  const os::Lock lock(mutex_);
  while (!entries_.empty() && entries_.begin()->first <= now) {
    Seat& seat = *entries_.begin()->second;
    erase(seat);
    into.push_back(&seat);
  }
  note_earliest();
}

void Timers::erase(Seat& seat) {
  const Time due = seat.due.load(std::memory_order_relaxed);
  if (due == Time::max()) return;
  entries_.erase({due, &seat});
  seat.due.store(Time::max(), std::memory_order_relaxed);
}

void Timers::note_earliest() {
  earliest_.store(entries_.empty() ? Time::max() : entries_.begin()->first,
                  std::memory_order_release);
}

}  // namespace stdnet::server
