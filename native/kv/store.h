#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "native/core/output.h"
#include "native/kv/budget.h"
#include "native/kv/entry.h"
#include "native/kv/hash.h"
#include "native/kv/shard.h"
#include "native/kv/slot.h"

namespace stdnet::kv {

/// Milliseconds since 1970.
[[nodiscard]] inline Deadline wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Keys and values: the guide's Arc<Mutex<HashMap<String, String>>>, in 64 parts so that connections rarely meet at one
/// lock. Both are bytes; what they may hold is the protocols' affair. A key may have a deadline; one that has ended is never
/// seen again, and leaves when it is looked at, when others are written, or when its memory is needed. Threads: any.
class Store {
 public:
  using Clock = std::function<Deadline()>;
  class Group;

  /// `max_bytes`: what bytes() may come to.
  explicit Store(const Seed& seed, std::optional<std::size_t> max_bytes = std::nullopt,
                 Clock clock = wall_clock)
      : seed_(seed), max_bytes_(max_bytes), budget_(max_bytes), clock_(std::move(clock)) {}

  /// Appends the value of `key`. False: there is none.
  [[nodiscard]] bool get(std::string_view key, Output& out);
  /// The key has no deadline afterwards. False: it would be over the limit (nothing is evicted), is over 4 GiB, or there is no
  /// memory for it; the value before it stays. A value that is no longer than the one before is within the limit.
  [[nodiscard]] bool set(std::string_view key, std::string_view value);
  /// Sets keys and values that take turns: all at once or, if they do not fit, none. There must be an even number; of a key
  /// that comes twice the last value counts, and there must be room for both.
  [[nodiscard]] bool set_all(std::span<const std::string_view> pairs);
  /// Whether there was one.
  bool erase(std::string_view key);
  void clear();

  /// The place of one key, locked until it goes out of scope.
  [[nodiscard]] Slot at(std::string_view key) {
    const KeyView view = view_of(key);
    Shard& shard = shard_of(view);
    return slot(std::unique_lock(shard.mutex), shard, view);
  }
  /// Locks the shards of every `stride`th of `keys`.
  [[nodiscard]] Group group(std::span<const std::string_view> keys, std::size_t stride = 1);

  struct Counts {
    std::size_t keys = 0;
    std::size_t ending = 0;  ///< those with a deadline
  };
  /// Keys that have not ended, counted part by part while others may write.
  [[nodiscard]] Counts count();
  [[nodiscard]] std::size_t size() { return count().keys; }
  /// Keys, values and Entry::kOverhead for each key; ended keys that have not left yet are in it. The memory that a value
  /// lies in may be a quarter and 32 bytes longer than the value, when it has been written over or appended to.
  [[nodiscard]] std::size_t bytes() const { return budget_.used(); }
  [[nodiscard]] const std::optional<std::size_t>& max_bytes() const { return max_bytes_; }

  /// Calls `visit(const Entry&)` with some keys, at least `count` if there are as many, and returns the cursor to go on
  /// with: 0 to begin with, 0 at the end. Whatever is there from the first call to the last is visited, some of it
  /// twice. Each part of the work holds one lock; `visit` must be brief and must not use the store.
  template <typename Visit>
  [[nodiscard]] std::uint64_t scan(std::uint64_t cursor, std::size_t count, Visit visit);

  /// Calls `visit(const Entry&)` with every key, once, in no order. Whatever is there all the while is visited. No lock is held
  /// for longer than a few keys take, and then none of that part until all other parts have had their turn, so that who waits
  /// for it gets it; `visit` must be brief and must not use the store.
  template <typename Visit>
  void visit_all(Visit visit);

  /// Makes all that has ended leave. False: there was nothing.
  bool drop_expired();
  [[nodiscard]] Deadline now() const { return clock_(); }

 private:
  static constexpr unsigned kShardBits = 6;
  static constexpr std::size_t kShards = std::size_t{1} << kShardBits;
  /// Empty buckets cost time too: a scan looks at so many for each key that it is asked for, and no more.
  static constexpr std::size_t kBucketsPerKey = 10;

  [[nodiscard]] KeyView view_of(std::string_view key) const {
    return {KeyHash::of(seed_, key), key};
  }
  /// The hash's top bits; the table inside uses the low ones.
  [[nodiscard]] static std::size_t number_of(const KeyView& key) {
    return key.hash >> (64U - kShardBits);
  }
  [[nodiscard]] Shard& shard_of(const KeyView& key) { return shards_[number_of(key)]; }
  /// Without deadlines in the shard nothing can have ended, and the clock is not looked at.
  [[nodiscard]] Slot slot(std::unique_lock<std::mutex> lock, Shard& shard, const KeyView& key) {
    return {std::move(lock), shard, budget_, key, shard.has_deadlines() ? now() : 0};
  }
  [[nodiscard]] bool try_set(std::string_view key, std::string_view value);
  [[nodiscard]] bool try_set_all(std::span<const std::string_view> pairs);
  /// What setting a key takes beyond what its entry takes already.
  [[nodiscard]] std::size_t growth(const KeyView& key, std::string_view value);
  std::size_t drop_expired(Shard& shard);

  const Seed seed_;
  const std::optional<std::size_t> max_bytes_;
  Budget budget_;
  const Clock clock_;
  std::array<Shard, kShards> shards_;
};

/// The shards of some keys, locked until it goes out of scope: what is done to these keys is done at one moment.
/// Locked in their order, so that two groups never wait for each other. Threads: the one that made it.
class Store::Group {
 public:
  /// A bit for each shard.
  Group(Store& store, std::uint64_t shards);
  ~Group();
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /// Of a key that it was made for.
  [[nodiscard]] Slot at(std::string_view key);

 private:
  Store& store_;
  const std::uint64_t shards_;
};

template <typename Visit>
std::uint64_t Store::scan(std::uint64_t cursor, std::size_t count, Visit visit) {
  std::size_t buckets = count < SIZE_MAX / kBucketsPerKey ? count * kBucketsPerKey : SIZE_MAX;
  std::size_t visited = 0;
  std::uint64_t bucket = cursor >> kShardBits;
  for (std::size_t at = cursor % kShards; at < kShards; ++at) {
    Shard& shard = shards_[at];
    const std::scoped_lock lock(shard.mutex);
    drop_expired(shard);
    do {
      if (visited >= count || buckets-- == 0) return bucket << kShardBits | at;
      bucket = shard.table().scan(bucket, [&](const Entry& entry) {
        visit(entry);
        ++visited;
      });
    } while (bucket != 0);
  }
  return 0;
}

template <typename Visit>
void Store::visit_all(Visit visit) {
  std::array<std::uint64_t, kShards> cursors{};
  std::bitset<kShards> done;
  while (!done.all()) {
    for (std::size_t at = 0; at < kShards; ++at) {
      if (done[at]) continue;
      Shard& shard = shards_[at];
      const std::scoped_lock lock(shard.mutex);
      drop_expired(shard);
      cursors[at] = shard.table().scan_run(cursors[at], visit);
      done[at] = cursors[at] == 0;
    }
  }
}

}  // namespace stdnet::kv
