#if defined(__linux__)

#include "native/os/socket.h"

#include <poll.h>

#include <array>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <utility>

#include "native/os/errno.h"

namespace stdnet::os {

Result<Fd> socket(bool v6, int type) {
  Fd fd(::socket(v6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0));
  if (!fd) return last_error("socket");
  return fd;
}

int max_backlog() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen("/proc/sys/net/core/somaxconn", "re"), &std::fclose);
  if (file) {
    std::array<char, 16> text{};
    if (std::fgets(text.data(), text.size(), file.get()) != nullptr) {
      const long value = std::strtol(text.data(), nullptr, 10);
      if (value > 0 && value <= INT_MAX) return static_cast<int>(value);
    }
  }
  return SOMAXCONN;
}

Result<Accepted> accept(int fd) {
  RawAddress peer;
  Fd stream(::accept4(fd, peer.data(), &peer.size, SOCK_CLOEXEC));
  if (!stream) return last_error("accept");
  return Accepted{std::move(stream), peer.get()};
}

Result<bool> poll(int fd, short events, std::int64_t timeout_us) {
  pollfd waiting{fd, events, 0};
  const timespec limit{timeout_us / 1'000'000, timeout_us % 1'000'000 * 1'000};
  const int n = ::ppoll(&waiting, 1, timeout_us < 0 ? nullptr : &limit, nullptr);
  if (n < 0) return last_error("poll");
  return n > 0;
}

}  // namespace stdnet::os

#endif
