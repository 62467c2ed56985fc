#include "native/os/wake.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "native/os/errno.h"

namespace stdnet::os {

void Wake::wake() const {
  const std::uint64_t one = 1;
  // EAGAIN: so many wakes are pending that no more fit, and the descriptor is readable, which is all that is wanted.
  while (::write((write_ ? write_ : read_).get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void Wake::clear() const {
  std::array<std::uint64_t, 8> pending{};
  // An eventfd gives its whole count at once, a pipe up to 64 bytes of it.
  for (;;) {
    const ssize_t got = ::read(read_.get(), pending.data(), sizeof pending);
    if (got < 0 && errno == EINTR) continue;
    if (got < static_cast<ssize_t>(sizeof pending)) return;
  }
}

Result<bool> Wake::wait(int fd, std::optional<std::chrono::milliseconds> limit) const {
  std::array<pollfd, 2> both{pollfd{fd, POLLIN, 0}, pollfd{read_.get(), POLLIN, 0}};
  const int limit_ms = limit ? static_cast<int>(limit->count()) : -1;
  if (::poll(both.data(), both.size(), limit_ms) < 0) return last_error("poll");
  return both[0].revents != 0 && both[1].revents == 0;
}

}  // namespace stdnet::os
