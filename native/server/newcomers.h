#pragma once

#include <atomic>
#include <cstddef>

namespace stdnet::server {

/// Connections that were accepted, and that whoever handles them has not met yet. Where they come faster than they are met, no more
/// are accepted: they wait in the kernel's queue, and not in line before the bytes of those that are there. Threads: any.
class Newcomers {
 public:
  /// Some 10 ms of a handler's thread that does nothing else.
  static constexpr std::size_t kMost = 256;

  void come() { count_.fetch_add(1, std::memory_order_relaxed); }
  /// Met, or gone before.
  void leave(std::size_t count = 1) { count_.fetch_sub(count, std::memory_order_relaxed); }
  [[nodiscard]] std::size_t count() const { return count_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool crowd() const { return count() >= kMost; }

 private:
  std::atomic<std::size_t> count_{0};
};

}  // namespace stdnet::server
