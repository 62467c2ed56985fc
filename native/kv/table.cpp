#include "native/kv/table.h"

#include <algorithm>
#include <new>
#include <utility>

namespace stdnet::kv {

Entry& Table::insert(EntryPtr entry) {
  if (size_ >= count_) resize(std::max(2 * count_, kFewestBuckets));
  Entry& inserted = *entry;
  link(std::move(entry));
  ++size_;
  return inserted;
}

EntryPtr Table::remove(Entry& entry) {
  EntryPtr& link = link_to(entry);
  EntryPtr removed = std::move(link);
  link = std::move(removed->next);
  --size_;
  if (count_ > kFewestBuckets && size_ < count_ / 8) resize(count_ / 2);
  return removed;
}

Entry& Table::replace(Entry& entry, EntryPtr with) {
  EntryPtr& link = link_to(entry);
  with->next = std::move(entry.next);
  link = std::move(with);
  return *link;
}

EntryPtr& Table::link_to(const Entry& entry) {
  EntryPtr* link = &bucket_of(entry.hash());
  while (link->get() != &entry) link = &(*link)->next;
  return *link;
}

void Table::link(EntryPtr entry) {
  EntryPtr& bucket = bucket_of(entry->hash());
  entry->next = std::move(bucket);
  bucket = std::move(entry);
}

void Table::resize(std::size_t count) {
  // The first ones are few, and must be there.
  auto others = count_ == 0 ? std::make_unique<EntryPtr[]>(count)
                            : std::unique_ptr<EntryPtr[]>(new (std::nothrow) EntryPtr[count]);
  if (!others) return;
  const auto old = std::exchange(buckets_, std::move(others));
  const std::size_t old_count = std::exchange(count_, count);
  for (std::size_t i = 0; i < old_count; ++i) {
    for (EntryPtr at = std::move(old[i]); at != nullptr;) {
      EntryPtr next = std::move(at->next);
      link(std::move(at));
      at = std::move(next);
    }
  }
}

/// Counts with the highest bit of a bucket's number first (Noordhuis's way, known from Redis): the buckets that share their
/// low bits, into which a smaller table's bucket is split, are neighbours, so that what lies behind a cursor lies behind
/// it in a table of any other size too.
std::uint64_t Table::next_bucket(std::uint64_t cursor) const {
  std::uint64_t bit = count_ / 2;
  while ((cursor & bit) != 0) {
    cursor ^= bit;
    bit /= 2;
  }
  return cursor | bit;
}

}  // namespace stdnet::kv
