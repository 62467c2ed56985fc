#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>
#include <utility>

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
  /// nullptr, here and below: there is no memory for it, and nothing has changed.
  Entry* insert(const KeyView& key, std::string_view value) {
    EntryPtr made = Entry::make(key, value);
    return made ? &table_.insert(std::move(made)) : nullptr;
  }
  /// The deadline stays. The entry may lie elsewhere afterwards.
  Entry* assign(Entry& entry, std::string_view value) {
    if (!entry.suits(value.size())) return replace(entry, Entry::make(entry.view(), value));
    entry.assign(value);
    return &entry;
  }
  Entry* append(Entry& entry, std::string_view more);
  /// In the place of the entry of that key, if there is one. It has no deadline.
  Entry& put(const KeyView& key, EntryPtr entry);
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
  Entry* replace(Entry& entry, EntryPtr with);

  Table table_;
  Deadlines deadlines_;
};

}  // namespace stdnet::kv
