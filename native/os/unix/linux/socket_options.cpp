#if defined(__linux__)

#include "native/os/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include "native/os/errno.h"
#include "native/os/sockopt.h"

namespace stdnet::os {

Result<void> choose_port_at_connect(int fd) {
  return set_sockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
}

Result<std::size_t> unsent_bytes(int fd) {
  int queued = 0;
  if (::ioctl(fd, TIOCOUTQ, &queued) < 0) return last_error("ioctl");
  return static_cast<std::size_t>(queued);
}

bool peer_has_ended(int fd) {
  const auto info = get_sockopt<tcp_info>(fd, IPPROTO_TCP, TCP_INFO);
  return info.ok() && info.value().tcpi_state == TCP_CLOSE_WAIT;
}

}  // namespace stdnet::os

#endif
