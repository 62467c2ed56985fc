#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>

#include "native/kv/budget.h"
#include "native/kv/entry.h"
#include "native/kv/shard.h"

namespace stdnet::kv {

/// A key's place in the store while its shard is locked: what is read here is still so when it is written here, which is
/// what makes INCR, SET NX and their like atomic. Whether it holds the lock or is one of a Group's, nobody else comes
/// near until it is gone: be brief, and never ask for another meanwhile. Threads: the one that made it.
class Slot {
 public:
  /// `now`: the time that counts for the whole visit.
  Slot(std::unique_lock<std::mutex> lock, Shard& shard, Budget& budget, const KeyView& key,
       Deadline now)
      : lock_(std::move(lock)),
        shard_(shard),
        budget_(budget),
        key_(key),
        now_(now),
        entry_(shard.find(key)) {
    if (found() && entry_->expired(now_)) erase();
  }
  ~Slot() {
    if (written_ && shard_.has_deadlines()) drop_some_expired();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  /// Whether there is a value; value() and deadline() are of no use where there is none.
  [[nodiscard]] bool found() const { return entry_ != nullptr; }
  [[nodiscard]] std::string_view value() const { return entry_->value(); }
  /// kNever where the key does not end.
  [[nodiscard]] Deadline deadline() const { return entry_->deadline; }

  /// `value` must not be in the store itself. The deadline stays. False: it would be over the limit, or there is no memory for
  /// it, and nothing has changed.
  [[nodiscard]] bool assign(std::string_view value);
  [[nodiscard]] bool append(std::string_view more);
  /// kNever: the key stays until it is erased. Only where there is a value.
  void expire(Deadline at) { shard_.expire(*entry_, at); }
  void erase();

 private:
  /// Each write adds one that will end at most, and makes so many leave that have ended.
  static constexpr std::size_t kDropsPerWrite = 4;

  [[nodiscard]] std::size_t cost() const { return found() ? cost_of(*entry_) : 0; }
  void drop_some_expired() { budget_.give_back(shard_.drop_expired(now_, kDropsPerWrite)); }

  std::unique_lock<std::mutex> lock_;  ///< of nothing, in a Group
  Shard& shard_;
  Budget& budget_;
  KeyView key_;
  Deadline now_;
  Entry* entry_;
  bool written_ = false;
};

}  // namespace stdnet::kv
