#include "native/kv/deadlines.h"

#include <utility>

namespace stdnet::kv {

void Deadlines::set(Entry& entry, Deadline deadline) {
  if (deadline == kNever) {
    if (entry.deadline != kNever) remove(entry);
    return;
  }
  if (entry.deadline == kNever) {
    heap_.push_back(nullptr);
    put(heap_.size() - 1, entry);
  }
  entry.deadline = deadline;
  rise(entry);
  sink(entry);
}

void Deadlines::moved(const Entry& from, Entry& to) {
  if (to.deadline != kNever) put(from.place, to);
}

void Deadlines::remove(Entry& entry) {
  entry.deadline = kNever;
  Entry& last = *heap_.back();
  heap_.pop_back();
  if (&last == &entry) return;
  put(entry.place, last);
  rise(last);
  sink(last);
}

void Deadlines::put(std::size_t place, Entry& entry) {
  heap_[place] = &entry;
  entry.place = static_cast<std::uint32_t>(place);
}

void Deadlines::rise(Entry& entry) {
  std::size_t place = entry.place;
  while (place > 0) {
    Entry& parent = *heap_[(place - 1) / 2];
    if (parent.deadline <= entry.deadline) break;
    const std::size_t above = parent.place;
    put(place, parent);
    place = above;
  }
  put(place, entry);
}

void Deadlines::sink(Entry& entry) {
  std::size_t place = entry.place;
  for (std::size_t child = 2 * place + 1; child < heap_.size(); child = 2 * place + 1) {
    if (child + 1 < heap_.size() && heap_[child + 1]->deadline < heap_[child]->deadline) ++child;
    if (entry.deadline <= heap_[child]->deadline) break;
    put(place, *heap_[child]);
    place = child;
  }
  put(place, entry);
}

}  // namespace stdnet::kv
