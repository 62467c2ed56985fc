#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "native/core/output.h"
#include "native/kv/hash.h"

namespace stdnet::kv {

/// Keys and values: the guide's Arc<Mutex<HashMap<String, String>>>, in 64 parts so that connections rarely meet at one
/// lock. Both are bytes; what they may hold is the protocols' affair. Threads: any.
class Store {
 public:
  explicit Store(const Seed& seed) : seed_(seed) {}

  /// Appends the value of `key`. False: there is none.
  [[nodiscard]] bool get(std::string_view key, Output& out) const;
  void set(std::string_view key, std::string_view value);
  /// Keys, at some moment during the call.
  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::size_t kShards = 64;

  /// A key with its hash: computed once a request, and never again when a shard grows.
  struct Key {
    std::uint64_t hash;
    std::string bytes;
  };
  struct KeyView {
    std::uint64_t hash;
    std::string_view bytes;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Key& key) const noexcept { return key.hash; }
    std::size_t operator()(const KeyView& key) const noexcept { return key.hash; }
  };
  struct Equal {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const noexcept {
      return a.hash == b.hash && a.bytes == b.bytes;
    }
  };

  /// On its own cache lines: two locks on one would make connections meet after all.
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::unordered_map<Key, std::string, Hash, Equal> values;
  };

  [[nodiscard]] KeyView view_of(std::string_view key) const {
    return {KeyHash::of(seed_, key), key};
  }
  /// The hash's top bits; the map inside uses the low ones.
  [[nodiscard]] const Shard& shard_of(const KeyView& key) const { return shards_[key.hash >> 58U]; }
  [[nodiscard]] Shard& shard_of(const KeyView& key) { return shards_[key.hash >> 58U]; }

  Seed seed_;
  std::array<Shard, kShards> shards_;
};

}  // namespace stdnet::kv
