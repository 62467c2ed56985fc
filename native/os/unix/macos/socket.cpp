#if defined(__APPLE__)

#include "native/os/socket.h"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "native/os/errno.h"
#include "native/os/socket_options.h"
#include "native/os/unix/sending.h"

namespace stdnet::os {
namespace {

/// What SOCK_CLOEXEC and MSG_NOSIGNAL do on Linux. Between the call that made it and this one a child process of another
/// thread's could inherit it.
void prepare(int fd) {
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  refuse_sigpipe(fd);
}

}  // namespace

Result<Fd> socket(bool v6, int type) {
  Fd fd(::socket(v6 ? AF_INET6 : AF_INET, type, 0));
  if (!fd) return last_error("socket");
  prepare(fd.get());
  return fd;
}

int max_backlog() {
  return SOMAXCONN;
}

Result<Accepted> accept(int fd) {
  RawAddress peer;
  Fd stream(::accept(fd, peer.data(), &peer.size));
  if (!stream) return last_error("accept");
  // It has gone already. Linux gives it out with its address all the same, and its first recv tells.
  if (peer.size == 0) return error_of(ECONNABORTED, "accept");
  prepare(stream.get());
  // A listener that does not block hands that on here.
  if (auto set = set_nonblocking(stream.get(), false); !set) return std::move(set).error();
  return Accepted{std::move(stream), peer.get()};
}

Result<bool> poll(int fd, short events, std::int64_t timeout_us) {
  pollfd waiting{fd, events, 0};
  const int limit =
      timeout_us < 0
          ? -1
          : static_cast<int>(std::min<std::int64_t>((timeout_us + 999) / 1'000, INT_MAX));
  const int n = ::poll(&waiting, 1, limit);
  if (n < 0) return last_error("poll");
  return n > 0;
}

}  // namespace stdnet::os

#endif
