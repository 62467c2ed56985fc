#include "native/kv/shard.h"

#include <utility>

namespace stdnet::kv {

Entry* Shard::append(Entry& entry, std::string_view more) {
  if (!entry.has_room(more.size())) return replace(entry, entry.longer(more));
  entry.append(more);
  return &entry;
}

Entry& Shard::put(const KeyView& key, EntryPtr entry) {
  Entry* found = find(key);
  if (found == nullptr) return table_.insert(std::move(entry));
  deadlines_.set(*found, kNever);
  return table_.replace(*found, std::move(entry));
}

Entry* Shard::replace(Entry& entry, EntryPtr with) {
  if (!with) return nullptr;
  with->deadline = entry.deadline;
  deadlines_.moved(entry, *with);
  return &table_.replace(entry, std::move(with));
}

void Shard::erase(Entry& entry) {
  deadlines_.set(entry, kNever);
  static_cast<void>(table_.remove(entry));
}

std::size_t Shard::drop_expired(Deadline now, std::size_t most) {
  std::size_t freed = 0;
  for (; most > 0 && has_deadlines() && deadlines_.next().expired(now); --most) {
    Entry& ended = deadlines_.next();
    freed += cost_of(ended);
    erase(ended);
  }
  return freed;
}

Table Shard::take() {
  deadlines_ = {};
  return std::exchange(table_, Table());
}

}  // namespace stdnet::kv
