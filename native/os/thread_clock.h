#pragma once

#include <pthread.h>
#include <time.h>

#include <chrono>

namespace stdnet::os {

/// The processor time that a thread has used, as any other thread can read it while that one lives: it tells one that
/// works from one that waits for a core. Where the system does not tell, every thread seems to work. Threads: any.
class ThreadClock {
 public:
  [[nodiscard]] static ThreadClock of_caller() {
    ThreadClock clock;
#if defined(__linux__)
    ::pthread_getcpuclockid(::pthread_self(), &clock.id_);
#endif
    return clock;
  }
  [[nodiscard]] std::chrono::nanoseconds used() const {
    timespec time{};
    ::clock_gettime(id_, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }

 private:
  clockid_t id_ = CLOCK_MONOTONIC;
};

}  // namespace stdnet::os
