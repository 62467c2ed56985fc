#include "native/os/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#ifdef __APPLE__
#include <netinet/tcp_fsm.h>
#endif
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include "native/os/errno.h"

namespace stdnet::os {

namespace {

struct Place {
  int level;
  int name;
};

constexpr int kNone = -1;

/// By Option's number.
constexpr std::array<Place, kOptionCount> kPlaces{{
    {IPPROTO_TCP, TCP_NODELAY},
    {IPPROTO_IP, IP_TTL},
    {SOL_SOCKET, SO_BROADCAST},
    {SOL_SOCKET, SO_RCVBUF},
    {SOL_SOCKET, SO_SNDBUF},
    {IPPROTO_IP, IP_MULTICAST_LOOP},
    {IPPROTO_IP, IP_MULTICAST_TTL},
    {IPPROTO_IPV6, IPV6_MULTICAST_LOOP},
    {SOL_SOCKET, SO_KEEPALIVE},
#ifdef TCP_KEEPIDLE
    {IPPROTO_TCP, TCP_KEEPIDLE},
#else
    {IPPROTO_TCP, TCP_KEEPALIVE},
#endif
    {IPPROTO_TCP, TCP_KEEPINTVL},
    {IPPROTO_TCP, TCP_KEEPCNT},
#ifdef TCP_USER_TIMEOUT
    {IPPROTO_TCP, TCP_USER_TIMEOUT},
#else
    {kNone, kNone},
#endif
    {SOL_SOCKET, SO_REUSEADDR},
    {SOL_SOCKET, SO_REUSEPORT},
    {IPPROTO_IPV6, IPV6_V6ONLY},
    {SOL_SOCKET, SO_TYPE},
    {SOL_SOCKET, SO_ACCEPTCONN},
}};

template <typename T>
Result<void> set(int fd, int level, int name, const T& value) {
  if (::setsockopt(fd, level, name, &value, sizeof value) < 0) return last_error("setsockopt");
  return {};
}

template <typename T>
Result<T> get(int fd, int level, int name) {
  T value{};
  socklen_t size = sizeof value;
  if (::getsockopt(fd, level, name, &value, &size) < 0) return last_error("getsockopt");
  return value;
}

int timeout_name(Direction direction) {
  return direction == Direction::Read ? SO_RCVTIMEO : SO_SNDTIMEO;
}

}  // namespace

Result<int> get_option(int fd, Option option) {
  const Place place = kPlaces[static_cast<std::size_t>(option)];
  if (place.level == kNone) return error_of(EOPNOTSUPP, "getsockopt");
  return get<int>(fd, place.level, place.name);
}

Result<void> set_option(int fd, Option option, int value) {
  const Place place = kPlaces[static_cast<std::size_t>(option)];
  if (place.level == kNone) return error_of(EOPNOTSUPP, "setsockopt");
  return set(fd, place.level, place.name, value);
}

Result<Timeout> timeout(int fd, Direction direction) {
  auto read = get<timeval>(fd, SOL_SOCKET, timeout_name(direction));
  if (!read) return std::move(read).error();
  const timeval value = read.value();
  if (value.tv_sec == 0 && value.tv_usec == 0) return Timeout{};
  return Timeout{std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec)};
}

Result<void> set_timeout(int fd, Direction direction, Timeout value) {
  timeval limit{};
  if (value) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*value);
    limit.tv_sec = static_cast<decltype(limit.tv_sec)>(seconds.count());
    limit.tv_usec = static_cast<decltype(limit.tv_usec)>((*value - seconds).count());
  }
  return set(fd, SOL_SOCKET, timeout_name(direction), limit);
}

Result<std::optional<int>> linger(int fd) {
  auto read = get<::linger>(fd, SOL_SOCKET, SO_LINGER);
  if (!read) return std::move(read).error();
  if (read.value().l_onoff == 0) return std::optional<int>();
  return std::optional<int>(read.value().l_linger);
}

Result<void> set_linger(int fd, std::optional<int> seconds) {
  ::linger value{};
  value.l_onoff = seconds ? 1 : 0;
  value.l_linger = seconds.value_or(0);
  return set(fd, SOL_SOCKET, SO_LINGER, value);
}

Result<void> choose_port_at_connect([[maybe_unused]] int fd) {
#ifdef IP_BIND_ADDRESS_NO_PORT
  return set(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
#else
  return {};
#endif
}

Result<int> take_error(int fd) {
  return get<int>(fd, SOL_SOCKET, SO_ERROR);
}

Result<std::size_t> unsent_bytes(int fd) {
#ifdef __APPLE__
  auto queued = get<int>(fd, SOL_SOCKET, SO_NWRITE);
  if (!queued) return std::move(queued).error();
  return static_cast<std::size_t>(queued.value());
#else
  int queued = 0;
  if (::ioctl(fd, TIOCOUTQ, &queued) < 0) return last_error("ioctl");
  return static_cast<std::size_t>(queued);
#endif
}

bool peer_has_ended(int fd) {
#ifdef __APPLE__
  const auto info = get<tcp_connection_info>(fd, IPPROTO_TCP, TCP_CONNECTION_INFO);
  return info.ok() && info.value().tcpi_state == TCPS_CLOSE_WAIT;
#else
  const auto info = get<tcp_info>(fd, IPPROTO_TCP, TCP_INFO);
  return info.ok() && info.value().tcpi_state == TCP_CLOSE_WAIT;
#endif
}

Result<void> set_nonblocking(int fd, bool on) {
  int value = on ? 1 : 0;
  if (::ioctl(fd, FIONBIO, &value) < 0) return last_error("ioctl");
  return {};
}

Result<void> set_membership_v4(int fd, bool join, const IpAddress& group,
                               const IpAddress& interface_ip) {
  ip_mreq request{};
  std::memcpy(&request.imr_multiaddr, group.bytes.data(), 4);
  std::memcpy(&request.imr_interface, interface_ip.bytes.data(), 4);
  return set(fd, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, request);
}

Result<void> set_membership_v6(int fd, bool join, const IpAddress& group,
                               unsigned interface_index) {
  ipv6_mreq request{};
  std::memcpy(&request.ipv6mr_multiaddr, group.bytes.data(), 16);
  request.ipv6mr_interface = interface_index;
  return set(fd, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, request);
}

}  // namespace stdnet::os
