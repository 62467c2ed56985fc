#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

/// Mutexes that clang's -Wthread-safety understands, and the words it knows.
#if defined(__clang__)
#define STDNET_ANNOTATE(x) __attribute__((x))
#else
#define STDNET_ANNOTATE(x)
#endif
#define GUARDED_BY(x) STDNET_ANNOTATE(guarded_by(x))
#define REQUIRES(...) STDNET_ANNOTATE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) STDNET_ANNOTATE(locks_excluded(__VA_ARGS__))

namespace stdnet::os {

class STDNET_ANNOTATE(capability("mutex")) Mutex {
 public:
  void lock() STDNET_ANNOTATE(acquire_capability()) { inner_.lock(); }
  void unlock() STDNET_ANNOTATE(release_capability()) { inner_.unlock(); }

 private:
  friend class Condition;
  std::mutex inner_;
};

class STDNET_ANNOTATE(scoped_lockable) Lock {
 public:
  explicit Lock(Mutex& mutex) STDNET_ANNOTATE(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~Lock() STDNET_ANNOTATE(release_capability()) { mutex_.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  friend class Condition;
  Mutex& mutex_;
};

/// Waits with a Mutex that the caller holds. Check the condition in a loop: a wait can end for no reason.
class Condition {
 public:
  void wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> held(mutex.inner_, std::adopt_lock);
    condition_.wait(held);
    held.release();
  }
  /// False: the time was up.
  template <typename Clock, typename Span>
  bool wait_until(Mutex& mutex, const std::chrono::time_point<Clock, Span>& deadline)
      REQUIRES(mutex) {
    std::unique_lock<std::mutex> held(mutex.inner_, std::adopt_lock);
    const bool in_time = condition_.wait_until(held, deadline) == std::cv_status::no_timeout;
    held.release();
    return in_time;
  }
  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace stdnet::os
