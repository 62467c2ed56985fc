#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>

namespace stdnet::kv {

/// A key with its hash, which is computed once a request and never again.
struct KeyView {
  std::uint64_t hash = 0;
  std::string_view bytes;
};

/// When a key ends: milliseconds since 1970 by the wall clock, as Redis has it.
using Deadline = std::int64_t;
inline constexpr Deadline kNever = -1;

class Entry;
struct EntryFree {
  void operator()(Entry* entry) const noexcept;
};
using EntryPtr = std::unique_ptr<Entry, EntryFree>;

/// A key and its value in one piece of memory: one allocation for both, and one place to look at. Threads: the holder's
/// of the shard's lock.
class Entry {
 public:
  /// The longest key, and the longest value.
  static constexpr std::size_t kMaxSize = std::numeric_limits<std::uint32_t>::max();
  [[nodiscard]] static bool fits(std::string_view key, std::string_view value) {
    return key.size() <= kMaxSize && value.size() <= kMaxSize;
  }
  /// What a key costs beside its bytes and its value's: this header, the allocator's, its share of the table.
  static constexpr std::size_t kOverhead = 64;

  /// nullptr, here and below: there is no memory for it.
  [[nodiscard]] static EntryPtr make(const KeyView& key, std::string_view value);
  /// This entry and `more`, in memory with room for as much again as a quarter of it. Takes the deadline along.
  [[nodiscard]] EntryPtr longer(std::string_view more) const;

  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] std::string_view key() const { return {bytes(), key_size_}; }
  [[nodiscard]] KeyView view() const { return {hash_, key()}; }
  [[nodiscard]] std::string_view value() const { return {bytes() + key_size_, value_size_}; }
  [[nodiscard]] bool is(const KeyView& other) const {
    return hash_ == other.hash && key() == other.bytes;
  }
  /// As Redis: in the millisecond of its deadline a key still is.
  [[nodiscard]] bool expired(Deadline now) const { return deadline != kNever && now > deadline; }

  /// Whether `size` bytes fit into the memory of the value, without leaving much of it unused.
  [[nodiscard]] bool suits(std::size_t size) const {
    return size <= capacity_ && capacity_ <= size + size / 4 + kSlack;
  }
  void assign(std::string_view value) {
    value_size_ = static_cast<std::uint32_t>(value.size());
    write(bytes() + key_size_, value);
  }
  [[nodiscard]] bool has_room(std::size_t more) const { return more <= capacity_ - value_size_; }
  void append(std::string_view more) {
    write(bytes() + key_size_ + value_size_, more);
    value_size_ += static_cast<std::uint32_t>(more.size());
  }

  EntryPtr next;               ///< the table's: another entry of the same bucket
  Deadline deadline = kNever;  ///< Deadlines'
  std::uint32_t place = 0;     ///< Deadlines': where it is there

 private:
  static constexpr std::size_t kSlack = 32;

  Entry(const KeyView& key, std::size_t capacity);
  [[nodiscard]] static EntryPtr with_room(const KeyView& key, std::size_t capacity);

  static void write(char* at, std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  }
  /// The key's, then the value's.
  [[nodiscard]] char* bytes() { return reinterpret_cast<char*>(this + 1); }
  [[nodiscard]] const char* bytes() const { return reinterpret_cast<const char*>(this + 1); }

  const std::uint64_t hash_;
  const std::uint32_t key_size_;
  const std::uint32_t capacity_;  ///< bytes behind the key
  std::uint32_t value_size_ = 0;
};

/// What an entry counts for in `Store::bytes()`.
[[nodiscard]] inline std::size_t cost_of(std::string_view key, std::size_t value_size) {
  return key.size() + value_size + Entry::kOverhead;
}
[[nodiscard]] inline std::size_t cost_of(const Entry& entry) {
  return cost_of(entry.key(), entry.value().size());
}

}  // namespace stdnet::kv
