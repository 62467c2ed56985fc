#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace stdnet::server {

/// Lets one error through a second: whoever sends datagrams can cause as many errors as he likes, and each that is told to
/// JavaScript costs memory and time there. Threads: any.
class ErrorGate {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kInterval{1};

  /// Whether an error of this moment may pass.
  [[nodiscard]] bool pass(Clock::time_point now) {
    const auto moment = now.time_since_epoch().count();
    auto next = next_.load(std::memory_order_relaxed);
    if (moment < next) return false;
    // Of several at the same moment one wins.
    return next_.compare_exchange_strong(next, (now + kInterval).time_since_epoch().count(),
                                         std::memory_order_relaxed);
  }

 private:
  std::atomic<Clock::rep> next_{Clock::time_point::min().time_since_epoch().count()};
};

}  // namespace stdnet::server
