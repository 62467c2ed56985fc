#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "native/kv/entry.h"

namespace stdnet::kv {

/// A hash table of entries. Its buckets are a power of two, which is what lets a cursor of `scan` outlive growth.
/// Threads: the holder's of the shard's lock.
class Table {
 public:
  [[nodiscard]] Entry* find(const KeyView& key) const {
    if (count_ == 0) return nullptr;
    Entry* at = buckets_[key.hash & (count_ - 1)].get();
    while (at != nullptr && !at->is(key)) at = at->next.get();
    return at;
  }
  /// There must be none of that key.
  Entry& insert(EntryPtr entry);
  [[nodiscard]] EntryPtr remove(Entry& entry);
  /// Another entry of the same key.
  Entry& replace(Entry& entry, EntryPtr with);

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Calls `visit` with every entry of one bucket and returns the cursor of the next: 0 to begin with, 0 behind the last.
  /// Whatever is there from the first call to the last is visited, some of it twice if the table changes its size.
  template <typename Visit>
  [[nodiscard]] std::uint64_t scan(std::uint64_t cursor, Visit visit) const {
    if (count_ == 0) return 0;
    for (const Entry* at = buckets_[cursor & (count_ - 1)].get(); at != nullptr;
         at = at->next.get()) {
      visit(*at);
    }
    return next_bucket(cursor & (count_ - 1));
  }

  /// As `scan`, with a run of neighbouring buckets. What is visited run by run is visited twice only if the table shrinks to
  /// a kRun-th meanwhile, or has been emptied: a run begins where runs of other sizes begin too.
  template <typename Visit>
  [[nodiscard]] std::uint64_t scan_run(std::uint64_t cursor, Visit visit) const {
    do {
      cursor = scan(cursor, visit);
    } while (cursor >= std::max(count_ / kRun, std::size_t{1}));
    return cursor;
  }

 private:
  static constexpr std::size_t kFewestBuckets = 8;
  static constexpr std::size_t kRun = 64;  ///< a power of two

  [[nodiscard]] std::uint64_t next_bucket(std::uint64_t cursor) const;
  [[nodiscard]] EntryPtr& bucket_of(std::uint64_t hash) { return buckets_[hash & (count_ - 1)]; }
  [[nodiscard]] EntryPtr& link_to(const Entry& entry);
  void link(EntryPtr entry);
  /// Where there is no memory for it chains are longer, or buckets stay empty.
  void resize(std::size_t count);

  std::unique_ptr<EntryPtr[]> buckets_;
  std::size_t count_ = 0;  ///< of buckets
  std::size_t size_ = 0;   ///< of entries
};

}  // namespace stdnet::kv
