#include "native/os/poller.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "native/os/errno.h"

#if defined(__linux__)
#include <sys/epoll.h>
#endif

namespace stdnet::os {

#if defined(__linux__)

namespace {

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
  return Poller(std::move(epoll));
}

Result<void> Poller::add(int fd, void* tag, Interest interest) {
  return control(epoll_.get(), EPOLL_CTL_ADD, fd, tag, interest);
}

Result<void> Poller::change(int fd, void* tag, Interest interest) {
  return control(epoll_.get(), EPOLL_CTL_MOD, fd, tag, interest);
}

void Poller::remove(int fd) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

Result<std::size_t> Poller::wait(std::span<Event> into, int timeout_ms) {
  std::array<epoll_event, 256>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  const int room = static_cast<int>(std::min(into.size(), events.size()));
  const int count = ::epoll_wait(epoll_.get(), events.data(), room, timeout_ms);
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

#else

namespace {

short events_of(Poller::Interest interest) {
  switch (interest) {
    case Poller::Interest::Read:
      return POLLIN;
    case Poller::Interest::Write:
      return POLLOUT;
    case Poller::Interest::ReadWrite:
      break;
  }
  return POLLIN | POLLOUT;
}

}  // namespace

Result<Poller> Poller::create() {
  return Poller();
}

Result<void> Poller::add(int fd, void* tag, Interest interest) {
  watched_.push_back({fd, events_of(interest), 0});
  tags_.push_back(tag);
  return {};
}

Result<void> Poller::change(int fd, void* tag, Interest interest) {
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    if (watched_[i].fd != fd) continue;
    watched_[i].events = events_of(interest);
    tags_[i] = tag;
    return {};
  }
  return error_of(ENOENT, "poll");
}

void Poller::remove(int fd) {
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    if (watched_[i].fd != fd) continue;
    watched_.erase(watched_.begin() + static_cast<std::ptrdiff_t>(i));
    tags_.erase(tags_.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

Result<std::size_t> Poller::wait(std::span<Event> into, int timeout_ms) {
  if (::poll(watched_.data(), static_cast<nfds_t>(watched_.size()), timeout_ms) < 0) {
    if (errno == EINTR) return std::size_t{0};
    return last_error("poll");
  }
  std::size_t found = 0;
  for (std::size_t i = 0; i < watched_.size() && found < into.size(); ++i) {
    const short events = watched_[i].revents;
    if (events == 0) continue;
    const bool broken = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    into[found++] = {tags_[i], broken || (events & POLLIN) != 0, broken || (events & POLLOUT) != 0};
  }
  return found;
}

#endif

}  // namespace stdnet::os
