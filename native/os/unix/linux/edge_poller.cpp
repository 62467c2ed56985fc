#if defined(__linux__)

#include "native/os/edge_poller.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <climits>
#include <utility>

#include "native/os/errno.h"

namespace stdnet::os {
namespace {

constexpr std::size_t kMostEvents = 64;

epoll_event event_of(void* tag, EdgePoller::Interest interest) {
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLET;
  if (interest == EdgePoller::Interest::Both) event.events |= EPOLLIN | EPOLLPRI | EPOLLRDHUP;
  event.data.ptr = tag;
  return event;
}

}  // namespace

Result<EdgePoller> EdgePoller::create() {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return last_error("epoll_create1");
  auto wake = Wake::create();
  if (!wake) return std::move(wake).error();
  EdgePoller poller(std::move(epoll), std::move(wake).value());
  epoll_event event{};
  event.events = EPOLLIN;
  if (::epoll_ctl(poller.queue_.get(), EPOLL_CTL_ADD, poller.wake_.fd(), &event) != 0)
    return last_error("epoll_ctl");
  return poller;
}

Result<void> EdgePoller::add(int socket, void* tag, Interest interest) {
  epoll_event event = event_of(tag, interest);
  if (::epoll_ctl(queue_.get(), EPOLL_CTL_ADD, socket, &event) != 0) return last_error("epoll_ctl");
  return {};
}

void EdgePoller::mute(int socket, void* tag) {
  epoll_event event = event_of(tag, Interest::Write);
  static_cast<void>(::epoll_ctl(queue_.get(), EPOLL_CTL_MOD, socket, &event));
}

void EdgePoller::tell_again(int socket, void* tag) {
  epoll_event event = event_of(tag, Interest::Both);
  static_cast<void>(::epoll_ctl(queue_.get(), EPOLL_CTL_MOD, socket, &event));
}

std::size_t EdgePoller::wait(std::span<Event> into,
                             std::optional<std::chrono::microseconds> limit) const {
  std::array<epoll_event, kMostEvents>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  // Milliseconds, rounded up: a deadline that has not come yet would be waited for in circles.
  using std::chrono::milliseconds;
  const auto longest = milliseconds(INT_MAX);
  const int limit_ms =
      limit ? static_cast<int>(std::min(std::chrono::ceil<milliseconds>(*limit), longest).count())
            : -1;
  const int room = static_cast<int>(std::min(into.size(), events.size()));
  const int count = ::epoll_wait(queue_.get(), events.data(), room, limit_ms);
  std::size_t found = 0;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr == nullptr) continue;  // the wake
    constexpr auto kLast = EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI;
    into[found++] = {event.data.ptr, (event.events & static_cast<unsigned>(kLast)) != 0};
  }
  return found;
}

}  // namespace stdnet::os

#endif
