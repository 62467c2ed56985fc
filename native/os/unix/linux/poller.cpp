#if defined(__linux__)

#include "native/os/poller.h"

#include <linux/time_types.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "native/os/errno.h"
#include "native/os/unix/poll_milliseconds.h"

namespace stdnet::os {
namespace {

bool is_of_milliseconds(std::chrono::nanoseconds timeout) {
  return timeout < std::chrono::nanoseconds::zero() ||
         timeout % std::chrono::milliseconds(1) == std::chrono::nanoseconds::zero();
}

/// epoll_pwait2(2), which C libraries have had for as long as kernels, but not longer. Under 0 with ENOSYS: it is not there.
int wait_precisely(int epoll, std::span<epoll_event> events, std::chrono::nanoseconds timeout) {
#if defined(SYS_epoll_pwait2)
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  const __kernel_timespec span{seconds.count(), (timeout - seconds).count()};
  return static_cast<int>(::syscall(SYS_epoll_pwait2, epoll, events.data(),
                                    static_cast<int>(events.size()), &span, nullptr, 0));
#else
  static_cast<void>(epoll), static_cast<void>(events), static_cast<void>(timeout);
  errno = ENOSYS;
  return -1;
#endif
}

/// As epoll_wait(2).
int wait_for(int epoll, std::span<epoll_event> events, std::chrono::nanoseconds timeout,
             bool& coarse) {
  if (!coarse && !is_of_milliseconds(timeout)) {
    const int count = wait_precisely(epoll, events, timeout);
    // EPERM: a sandbox that is older than the call.
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) return count;
    coarse = true;
  }
  return ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()),
                      poll_milliseconds(timeout));
}

Result<void> control(int epoll, int operation, int fd, void* tag, Poller::Interest interest) {
  epoll_event event{};
  if (interest != Poller::Interest::Write) event.events |= EPOLLIN | EPOLLRDHUP;
  if (interest != Poller::Interest::Read) event.events |= EPOLLOUT;
  event.data.ptr = tag;
  if (::epoll_ctl(epoll, operation, fd, &event) != 0) return last_error("epoll_ctl");
  return {};
}

}  // namespace

Result<Poller> Poller::create() {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return last_error("epoll_create1");
  return Poller(PollerState{.epoll = std::move(epoll)});
}

Result<void> Poller::add(int fd, void* tag, Interest interest) {
  return control(state_.epoll.get(), EPOLL_CTL_ADD, fd, tag, interest);
}

Result<void> Poller::change(int fd, void* tag, Interest interest) {
  return control(state_.epoll.get(), EPOLL_CTL_MOD, fd, tag, interest);
}

void Poller::remove(int fd) {
  ::epoll_ctl(state_.epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

Result<std::size_t> Poller::wait(std::span<Event> into, std::chrono::nanoseconds timeout) {
  std::array<epoll_event, 256>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  const auto room = std::span(events).first(std::min(into.size(), events.size()));
  const int count = wait_for(state_.epoll.get(), room, timeout, state_.coarse);
  if (count < 0) {
    if (errno == EINTR) return std::size_t{0};
    return last_error("epoll_wait");
  }
  const auto found = static_cast<std::size_t>(count);
  for (std::size_t i = 0; i < found; ++i) {
    const bool broken = (events[i].events & (EPOLLERR | EPOLLHUP)) != 0;
    into[i] = {events[i].data.ptr, broken || (events[i].events & (EPOLLIN | EPOLLRDHUP)) != 0,
               broken || (events[i].events & EPOLLOUT) != 0};
  }
  return found;
}

}  // namespace stdnet::os

#endif
