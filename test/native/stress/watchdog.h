#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace stress {

/// Ends the process where a round takes so long that somebody must be blocked for good. Threads: the owner's.
class Watchdog {
 public:
  explicit Watchdog(const char* what) : what_(what), thread_([this] { watch(); }) {}
  ~Watchdog() {
    {
      const std::scoped_lock lock(mutex_);
      over_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// A round begins.
  void look_at(std::uint64_t seed) {
    const std::scoped_lock lock(mutex_);
    seed_ = seed;
    end_ = std::chrono::steady_clock::now() + kLimit;
  }

 private:
  static constexpr std::chrono::seconds kLimit{60};

  void watch() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, std::chrono::seconds(1), [this] { return over_; })) {
      if (std::chrono::steady_clock::now() < end_) continue;
      std::fprintf(stderr, "%s, seed %llu: a thread is blocked for good\n", what_,
                   static_cast<unsigned long long>(seed_));
      std::abort();
    }
  }

  const char* const what_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::uint64_t seed_ = 0;
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace stress
