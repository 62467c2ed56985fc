#pragma once

#include <atomic>
#include <cstdint>

namespace stdnet::server {

/// What has been counted so far: cheaper than a locked addition, because there is one writer. Who sees a count sees what
/// its writer did before. Threads: `add`, one at a time; `get`, any.
class Counter {
 public:
  void add(std::uint64_t more) {
    value_.store(value_.load(std::memory_order_relaxed) + more, std::memory_order_release);
  }
  [[nodiscard]] std::uint64_t get() const { return value_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

}  // namespace stdnet::server
