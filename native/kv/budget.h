#pragma once

#include <atomic>
#include <cstddef>
#include <limits>
#include <optional>

namespace stdnet::kv {

/// How many bytes may be kept, and are. Threads: any.
class Budget {
 public:
  explicit Budget(std::optional<std::size_t> most)
      : most_(most.value_or(std::numeric_limits<std::size_t>::max())) {}

  /// False: that would be too much, and nothing has changed.
  [[nodiscard]] bool take(std::size_t more) {
    std::size_t used = used_.load(std::memory_order_relaxed);
    do {
      if (used > most_ || more > most_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + more, std::memory_order_relaxed));
    return true;
  }
  void give_back(std::size_t less) { used_.fetch_sub(less, std::memory_order_relaxed); }

  [[nodiscard]] std::size_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace stdnet::kv
