#include "native/os/process.h"

#include "native/os/unix/clocks.h"

namespace stdnet::os {

std::chrono::nanoseconds thread_processor_time() {
  return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

}  // namespace stdnet::os
