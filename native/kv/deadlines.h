#pragma once

#include <cstddef>
#include <vector>

#include "native/kv/entry.h"

namespace stdnet::kv {

/// The entries that will end, the next one at hand: a heap in which each entry knows its place, so that a new deadline
/// leaves nothing stale behind. Threads: the holder's of the shard's lock.
class Deadlines {
 public:
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  [[nodiscard]] Entry& next() const { return *heap_.front(); }

  /// Of an entry that may have had one already; kNever takes it out.
  void set(Entry& entry, Deadline deadline);
  /// The entry lies elsewhere now, with its deadline: after Table::replace.
  void moved(const Entry& from, Entry& to);

 private:
  void remove(Entry& entry);
  void put(std::size_t place, Entry& entry);
  void rise(Entry& entry);
  void sink(Entry& entry);

  std::vector<Entry*> heap_;
};

}  // namespace stdnet::kv
