#pragma once

#include <time.h>

#include <chrono>

#include "native/os/unix/clocks.h"

namespace stdnet::os {

/// The processor time that a thread has used, as any other thread can read it while that one lives: it tells one that
/// works from one that waits for a core. Where the system does not tell, every thread seems to work. Threads: any.
class ThreadClock {
 public:
  [[nodiscard]] static ThreadClock of_caller() {
    ThreadClock clock;
    clock.id_ = clock_of_caller();
    return clock;
  }
  [[nodiscard]] std::chrono::nanoseconds used() const { return read_clock(id_); }

 private:
  clockid_t id_ = CLOCK_MONOTONIC;
};

}  // namespace stdnet::os
