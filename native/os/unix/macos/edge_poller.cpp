#if defined(__APPLE__)

#include "native/os/edge_poller.h"

#include <sys/event.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "native/os/errno.h"

namespace stdnet::os {
namespace {

constexpr std::size_t kMostEvents = 64;

}  // namespace

Result<EdgePoller> EdgePoller::create() {
  Fd queue(::kqueue());
  if (!queue) return last_error("kqueue");
  auto wake = Wake::create();
  if (!wake) return std::move(wake).error();
  EdgePoller poller(std::move(queue), std::move(wake).value());
  struct kevent change {};
  EV_SET(&change, poller.wake_.fd(), EVFILT_READ, EV_ADD, 0, 0, nullptr);
  if (::kevent(poller.queue_.get(), &change, 1, nullptr, 0, nullptr) != 0)
    return last_error("kevent");
  return poller;
}

Result<void> EdgePoller::add(int socket, void* tag, Interest interest) {
  std::array<struct kevent, 2> changes{};
  EV_SET(&changes[0], socket, EVFILT_WRITE, EV_ADD | EV_CLEAR, 0, 0, tag);
  EV_SET(&changes[1], socket, EVFILT_READ, EV_ADD | EV_CLEAR, 0, 0, tag);
  const int count = interest == Interest::Both ? 2 : 1;
  if (::kevent(queue_.get(), changes.data(), count, nullptr, 0, nullptr) != 0)
    return last_error("kevent");
  return {};
}

void EdgePoller::mute(int socket, void* tag) {
  struct kevent change {};
  EV_SET(&change, socket, EVFILT_READ, EV_DISABLE, 0, 0, tag);
  static_cast<void>(::kevent(queue_.get(), &change, 1, nullptr, 0, nullptr));
}

void EdgePoller::tell_again(int socket, void* tag) {
  static_cast<void>(add(socket, tag));
}

std::size_t EdgePoller::wait(std::span<Event> into,
                             std::optional<std::chrono::microseconds> limit) const {
  std::array<struct kevent, kMostEvents> events;
  timespec time{};
  if (limit) {
    time.tv_sec = static_cast<time_t>(limit->count() / 1'000'000);
    time.tv_nsec = static_cast<long>(limit->count() % 1'000'000 * 1000);
  }
  const int room = static_cast<int>(std::min(into.size(), events.size()));
  const int count =
      ::kevent(queue_.get(), nullptr, 0, events.data(), room, limit ? &time : nullptr);
  std::size_t found = 0;
  for (int i = 0; i < count; ++i) {
    const struct kevent& event = events[static_cast<std::size_t>(i)];
    if (event.udata == nullptr) continue;  // the wake
    into[found++] = {event.udata, (event.flags & (EV_EOF | EV_ERROR)) != 0};
  }
  return found;
}

}  // namespace stdnet::os

#endif
