#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>

#include "native/kv/deadlines.h"
#include "native/kv/entry.h"
#include "native/kv/table.h"

namespace stdnet::kv {

/// A part of the store: entries, and which of them end when. It knows neither clock nor limits.
/// On cache lines of its own: two locks on one would make connections meet after all. Threads: the holder's of `mutex`.
class alignas(64) Shard {
 public:
  std::mutex mutex;

  /// Whether it has ended or not.
  [[nodiscard]] Entry* find(const KeyView& key) const { return table_.find(key); }
  Entry& insert(const KeyView& key, std::string_view value) {
    return table_.insert(Entry::make(key, value));
  }
  /// The deadline stays. The entry may lie elsewhere afterwards.
  Entry& assign(Entry& entry, std::string_view value) {
    if (!entry.suits(value.size())) return reassign(entry, value);
    entry.assign(value);
    return entry;
  }
  Entry& append(Entry& entry, std::string_view more);
  void expire(Entry& entry, Deadline at) {
    if (entry.deadline != at) deadlines_.set(entry, at);
  }
  void erase(Entry& entry);

  [[nodiscard]] std::size_t keys() const { return table_.size(); }
  [[nodiscard]] std::size_t ending() const { return deadlines_.size(); }
  [[nodiscard]] bool has_deadlines() const { return !deadlines_.empty(); }
  /// Erases at most so many entries that have ended. Returns what they had cost.
  std::size_t drop_expired(Deadline now, std::size_t most);

  [[nodiscard]] const Table& table() const { return table_; }
  /// Takes everything out, to be destroyed without the lock.
  [[nodiscard]] Table take();

 private:
  Entry& reassign(Entry& entry, std::string_view value);
  Entry& replace(Entry& entry, EntryPtr with);

  Table table_;
  Deadlines deadlines_;
};

}  // namespace stdnet::kv
