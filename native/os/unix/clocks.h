#pragma once

#include <pthread.h>
#include <time.h>

#include <chrono>

/// Clocks by their number. Threads: any.
namespace stdnet::os {

[[nodiscard]] inline std::chrono::nanoseconds read_clock(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

/// Of the processor time that the caller has used, as other threads can read it too; where there is none, of all time.
[[nodiscard]] inline clockid_t clock_of_caller() {
  clockid_t clock = CLOCK_MONOTONIC;
#if defined(__linux__)
  ::pthread_getcpuclockid(::pthread_self(), &clock);
#endif
  return clock;
}

}  // namespace stdnet::os
