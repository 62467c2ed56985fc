#include "native/server/prefork/serving.h"

#include <sys/socket.h>

#include <utility>

#include "native/os/socket_options.h"

namespace stdnet::server {

Result<os::Fd> hand_over(Prefork::Entry entry, Prefork& prefork) {
  const int fd = entry->fd.get();
  auto stream = os::duplicate(fd);
  if (!stream) return stream;
  const Options& options = prefork.options();
  // A failure says that the peer has gone already. What it sent before is served all the same.
  if (options.nodelay) static_cast<void>(os::set_option(fd, os::Option::Nodelay, 1));
  if (options.idle_timeout)
    static_cast<void>(os::set_timeout(fd, os::Direction::Read, options.idle_timeout));
  if (options.write_timeout)
    static_cast<void>(os::set_timeout(fd, os::Direction::Write, options.write_timeout));
  prefork.roster().begin(entry);
  return stream;
}

void take_back(Prefork::Entry entry, Prefork& prefork, std::optional<Error> error) {
  const int fd = entry->fd.get();
  static_cast<void>(os::shutdown(fd, SHUT_RDWR));
  // Whoever made it linger is not here any more to wait; a reset (0 seconds) is left as it is.
  const auto linger = os::linger(fd);
  if (linger && linger.value().value_or(0) > 0) static_cast<void>(os::set_linger(fd, std::nullopt));
  prefork.roster().end(entry, std::move(error));
}

Error worker_died() {
  return Error::of(ErrorKind::Other, "ERR_WORKER_DIED", "the Worker that served it has died");
}

}  // namespace stdnet::server
