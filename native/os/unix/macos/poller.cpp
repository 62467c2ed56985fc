#if defined(__APPLE__)

#include "native/os/poller.h"

#include <poll.h>

#include <cerrno>
#include <cstddef>

#include "native/os/errno.h"
#include "native/os/unix/poll_milliseconds.h"

namespace stdnet::os {
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
  return Poller(PollerState{});
}

Result<void> Poller::add(int fd, void* tag, Interest interest) {
  state_.watched.push_back({fd, events_of(interest), 0});
  state_.tags.push_back(tag);
  return {};
}

Result<void> Poller::change(int fd, void* tag, Interest interest) {
  for (std::size_t i = 0; i < state_.watched.size(); ++i) {
    if (state_.watched[i].fd != fd) continue;
    state_.watched[i].events = events_of(interest);
    state_.tags[i] = tag;
    return {};
  }
  return error_of(ENOENT, "poll");
}

void Poller::remove(int fd) {
  for (std::size_t i = 0; i < state_.watched.size(); ++i) {
    if (state_.watched[i].fd != fd) continue;
    state_.watched.erase(state_.watched.begin() + static_cast<std::ptrdiff_t>(i));
    state_.tags.erase(state_.tags.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

Result<std::size_t> Poller::wait(std::span<Event> into, std::chrono::nanoseconds timeout) {
  const int wait = poll_milliseconds(timeout);
  if (::poll(state_.watched.data(), static_cast<nfds_t>(state_.watched.size()), wait) < 0) {
    if (errno == EINTR) return std::size_t{0};
    return last_error("poll");
  }
  std::size_t found = 0;
  for (std::size_t i = 0; i < state_.watched.size() && found < into.size(); ++i) {
    const short events = state_.watched[i].revents;
    if (events == 0) continue;
    const bool broken = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    into[found++] = {state_.tags[i], broken || (events & POLLIN) != 0,
                     broken || (events & POLLOUT) != 0};
  }
  return found;
}

}  // namespace stdnet::os

#endif
