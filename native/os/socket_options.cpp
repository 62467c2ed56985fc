#include "native/os/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include "native/os/errno.h"
#include "native/os/sockopt.h"
#include "native/os/unix/option_names.h"

namespace stdnet::os {

namespace {

struct Place {
  int level;
  int name;
};

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
    {IPPROTO_TCP, kKeepaliveTime},
    {IPPROTO_TCP, TCP_KEEPINTVL},
    {IPPROTO_TCP, TCP_KEEPCNT},
    {IPPROTO_TCP, kUserTimeout},
    {SOL_SOCKET, SO_REUSEADDR},
    {SOL_SOCKET, SO_REUSEPORT},
    {IPPROTO_IPV6, IPV6_V6ONLY},
    {SOL_SOCKET, SO_TYPE},
    {SOL_SOCKET, SO_ACCEPTCONN},
}};

int timeout_name(Direction direction) {
  return direction == Direction::Read ? SO_RCVTIMEO : SO_SNDTIMEO;
}

}  // namespace

Result<int> get_option(int fd, Option option) {
  const Place place = kPlaces[static_cast<std::size_t>(option)];
  if (place.name == kNoSuchOption) return error_of(EOPNOTSUPP, "getsockopt");
  return get_sockopt<int>(fd, place.level, place.name);
}

Result<void> set_option(int fd, Option option, int value) {
  const Place place = kPlaces[static_cast<std::size_t>(option)];
  if (place.name == kNoSuchOption) return error_of(EOPNOTSUPP, "setsockopt");
  return set_sockopt(fd, place.level, place.name, value);
}

Result<Timeout> timeout(int fd, Direction direction) {
  auto read = get_sockopt<timeval>(fd, SOL_SOCKET, timeout_name(direction));
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
  return set_sockopt(fd, SOL_SOCKET, timeout_name(direction), limit);
}

Result<std::optional<int>> linger(int fd) {
  auto read = get_sockopt<::linger>(fd, SOL_SOCKET, kLinger);
  if (!read) return std::move(read).error();
  if (read.value().l_onoff == 0) return std::optional<int>();
  return std::optional<int>(read.value().l_linger);
}

Result<void> set_linger(int fd, std::optional<int> seconds) {
  ::linger value{};
  value.l_onoff = seconds ? 1 : 0;
  value.l_linger = seconds.value_or(0);
  return set_sockopt(fd, SOL_SOCKET, kLinger, value);
}

Result<int> take_error(int fd) {
  return get_sockopt<int>(fd, SOL_SOCKET, SO_ERROR);
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
  return set_sockopt(fd, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, request);
}

Result<void> set_membership_v6(int fd, bool join, const IpAddress& group,
                               unsigned interface_index) {
  ipv6_mreq request{};
  std::memcpy(&request.ipv6mr_multiaddr, group.bytes.data(), 16);
  request.ipv6mr_interface = interface_index;
  return set_sockopt(fd, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, request);
}

}  // namespace stdnet::os
