#if defined(__APPLE__)

#include "native/os/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <utility>

#include "native/os/sockopt.h"

namespace stdnet::os {
namespace {

/// TCPS_CLOSE_WAIT of <netinet/tcp_fsm.h>, which not every set of the system's headers has.
constexpr int kCloseWait = 5;

}  // namespace

Result<void> choose_port_at_connect(int /*fd*/) {
  return {};
}

Result<std::size_t> unsent_bytes(int fd) {
  auto queued = get_sockopt<int>(fd, SOL_SOCKET, SO_NWRITE);
  if (!queued) return std::move(queued).error();
  return static_cast<std::size_t>(queued.value());
}

bool peer_has_ended(int fd) {
  const auto info = get_sockopt<tcp_connection_info>(fd, IPPROTO_TCP, TCP_CONNECTION_INFO);
  return info.ok() && info.value().tcpi_state == kCloseWait;
}

}  // namespace stdnet::os

#endif
