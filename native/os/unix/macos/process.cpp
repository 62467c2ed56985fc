#if defined(__APPLE__)

#include "native/os/process.h"

#include <string_view>

namespace stdnet::os {

namespace {

Error unsupported(std::string_view syscall) {
  return Error::of(ErrorKind::Unsupported, "ERR_UNSUPPORTED", "not supported on this platform",
                   syscall);
}

}  // namespace

Result<std::chrono::nanoseconds> processor_time_of(int /*pid*/) {
  return unsupported("clock_getcpuclockid");
}
void wake_thread_on_time() {}
std::vector<int> allowed_cores() {
  return {};
}
Result<void> set_cores_of_process(int /*pid*/, std::span<const int> /*cores*/) {
  return unsupported("sched_setaffinity");
}
Result<void> set_cores_of_thread(std::span<const int> /*cores*/) {
  return unsupported("sched_setaffinity");
}

}  // namespace stdnet::os

#endif
