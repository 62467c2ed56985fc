#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "native/os/idle_cores.h"

namespace stdnet::server {

/// Looking again and again for a while, before sleeping: waking up takes longer than most answers. It is poison where
/// somebody else wants the core, so that one thread of a server does it at a time, and only while a core is idle.
/// Threads: any.
class Spinner {
 public:
  /// `time` 0: never.
  explicit Spinner(std::chrono::microseconds time) : time_(time) {
    if (time.count() > 0) cores_.emplace(os::IdleCores::open());
  }

  /// Calls `look` until it says that there is something, for as long as it may; maybe not even once.
  template <typename Look>
  void spin(Look look) {
    if (time_.count() == 0 || busy_.exchange(true, std::memory_order_acquire)) return;
    const auto begin = Clock::now();
    for (auto now = begin; now - begin < time_ && worth_it(now); now = Clock::now()) {
      if (look()) break;
    }
    busy_.store(false, std::memory_order_release);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::microseconds kGoodFor{1000};

  /// What the machine last said holds a millisecond.
  [[nodiscard]] bool worth_it(Clock::time_point now) {
    if (now - asked_ > kGoodFor) {
      idle_ = cores_->any();
      asked_ = now;
    }
    return idle_;
  }

  const std::chrono::microseconds time_;
  std::atomic<bool> busy_{false};
  // Of the one that spins:
  std::optional<os::IdleCores> cores_;
  Clock::time_point asked_{};
  bool idle_ = false;
};

}  // namespace stdnet::server
