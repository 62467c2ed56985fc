#include "native/net/blocking.h"

#include <algorithm>

#include "native/os/socket.h"

namespace stdnet::net {

Result<bool> wait_until(Waiter& waiter, int fd, short events, Deadline deadline,
                        std::string_view syscall) {
  waiter.set_polling(true);
  for (;;) {
    if (auto stop = waiter.on_wake()) {
      if (stop->os_error) stop->syscall = syscall;
      return *std::move(stop);
    }
    auto slice = waiter.slice();
    if (deadline) {
      // Rounded up: waking before the deadline would end the call too early.
      const auto left = std::chrono::ceil<std::chrono::microseconds>(*deadline - Clock::now());
      slice = std::clamp(left, std::chrono::microseconds(0), slice);
    }
    auto ready = os::poll(fd, events, slice.count());
    if (!ready && !ready.error().is(EINTR)) return std::move(ready).error();
    if (ready && ready.value()) return true;
    if (deadline && Clock::now() >= *deadline) return false;
  }
}

Deadline deadline_of(int fd, os::Direction direction, Clock::time_point start) {
  auto limit = os::timeout(fd, direction);
  // No timeout, or (a descriptor that is no socket) none that could be read.
  if (!limit || !limit.value()) return std::nullopt;
  // A limit beyond what the clock can count is none.
  if (*limit.value() > std::chrono::hours(24 * 365 * 100)) return std::nullopt;
  return start + *limit.value();
}

}  // namespace stdnet::net
