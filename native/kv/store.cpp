#include "native/kv/store.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>
#include <vector>

namespace stdnet::kv {

bool Store::get(std::string_view key, Output& out) {
  const Slot slot = at(key);
  if (!slot.found()) return false;
  out.append(slot.value());
  return true;
}

bool Store::set(std::string_view key, std::string_view value) {
  return try_set(key, value) || (drop_expired() && try_set(key, value));
}

bool Store::try_set(std::string_view key, std::string_view value) {
  Slot slot = at(key);
  if (!slot.assign(value)) return false;
  slot.expire(kNever);
  return true;
}

bool Store::set_all(std::span<const std::string_view> pairs) {
  return try_set_all(pairs) || (drop_expired() && try_set_all(pairs));
}

bool Store::try_set_all(std::span<const std::string_view> pairs) {
  // All of them beforehand: so that no step can fail.
  std::vector<EntryPtr> made;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (!Entry::fits(pairs[i], pairs[i + 1])) return false;
    made.push_back(Entry::make(view_of(pairs[i]), pairs[i + 1]));
    if (!made.back()) return false;
  }
  const Group held = group(pairs, 2);
  // As much as it can take at any moment on the way, whichever keys come twice.
  std::size_t most = 0;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (max_bytes_) most += growth(view_of(pairs[i]), pairs[i + 1]);
  }
  if (!budget_.take(most)) return false;
  std::size_t before = 0;
  std::size_t after = 0;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const KeyView key = view_of(pairs[i]);
    Shard& shard = shard_of(key);
    if (const Entry* found = shard.find(key)) before += cost_of(*found);
    after += cost_of(shard.put(key, std::move(made[i / 2])));
  }
  budget_.give_back(most + before - after);
  return true;
}

std::size_t Store::growth(const KeyView& key, std::string_view value) {
  const Entry* found = shard_of(key).find(key);
  const std::size_t before = found != nullptr ? cost_of(*found) : 0;
  return std::max(cost_of(key.bytes, value.size()), before) - before;
}

bool Store::erase(std::string_view key) {
  Slot slot = at(key);
  const bool found = slot.found();
  slot.erase();
  return found;
}

/// Millions of entries are destroyed when the locks are free again.
void Store::clear() {
  std::array<Table, kShards> taken;
  const Group all(*this, std::numeric_limits<std::uint64_t>::max());
  for (std::size_t i = 0; i < kShards; ++i) taken[i] = shards_[i].take();
  budget_.give_back(budget_.used());
}

Store::Counts Store::count() {
  Counts counts;
  for (Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    drop_expired(shard);
    counts.keys += shard.keys();
    counts.ending += shard.ending();
  }
  return counts;
}

bool Store::drop_expired() {
  std::size_t freed = 0;
  for (Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    freed += drop_expired(shard);
  }
  return freed > 0;
}

std::size_t Store::drop_expired(Shard& shard) {
  if (!shard.has_deadlines()) return 0;
  const std::size_t freed = shard.drop_expired(now(), std::numeric_limits<std::size_t>::max());
  budget_.give_back(freed);
  return freed;
}

Store::Group Store::group(std::span<const std::string_view> keys, std::size_t stride) {
  std::uint64_t shards = 0;
  for (std::size_t i = 0; i < keys.size(); i += stride) {
    shards |= std::uint64_t{1} << number_of(view_of(keys[i]));
  }
  return {*this, shards};
}

Store::Group::Group(Store& store, std::uint64_t shards) : store_(store), shards_(shards) {
  for (std::uint64_t left = shards_; left != 0; left &= left - 1) {
    store_.shards_[static_cast<std::size_t>(std::countr_zero(left))].mutex.lock();
  }
}

Store::Group::~Group() {
  for (std::uint64_t left = shards_; left != 0; left &= left - 1) {
    store_.shards_[static_cast<std::size_t>(std::countr_zero(left))].mutex.unlock();
  }
}

Slot Store::Group::at(std::string_view key) {
  const KeyView view = store_.view_of(key);
  return store_.slot({}, store_.shard_of(view), view);
}

}  // namespace stdnet::kv
