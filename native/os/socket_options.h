#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "native/core/result.h"

namespace stdnet::os {

/// The integer options; each names its level and name once, in socket_options.cpp.
/// The numbers cross to JavaScript: lib/binding/native.ts holds the same list.
enum class Option : int {
  Nodelay = 0,              // TCP_NODELAY
  TtlV4 = 1,                // IP_TTL
  Broadcast = 2,            // SO_BROADCAST
  RecvBufferSize = 3,       // SO_RCVBUF
  SendBufferSize = 4,       // SO_SNDBUF
  MulticastLoopV4 = 5,      // IP_MULTICAST_LOOP
  MulticastTtlV4 = 6,       // IP_MULTICAST_TTL
  MulticastLoopV6 = 7,      // IPV6_MULTICAST_LOOP
  Keepalive = 8,            // SO_KEEPALIVE
  KeepaliveTime = 9,        // TCP_KEEPIDLE, seconds
  KeepaliveInterval = 10,   // TCP_KEEPINTVL, seconds
  KeepaliveRetries = 11,    // TCP_KEEPCNT
  UserTimeout = 12,         // TCP_USER_TIMEOUT, milliseconds
  ReuseAddress = 13,        // SO_REUSEADDR
  ReusePort = 14,           // SO_REUSEPORT
  V6Only = 15,              // IPV6_V6ONLY
  Type = 16,                // SO_TYPE (read only)
  AcceptsConnections = 17,  // SO_ACCEPTCONN (read only)
};
inline constexpr int kOptionCount = 18;

[[nodiscard]] Result<int> get_option(int fd, Option option);
[[nodiscard]] Result<void> set_option(int fd, Option option, int value);

enum class Direction { Read, Write };
using Timeout = std::optional<std::chrono::microseconds>;
/// SO_RCVTIMEO, SO_SNDTIMEO; nullopt: no limit. Rust's rule for a zero duration is the caller's.
[[nodiscard]] Result<Timeout> timeout(int fd, Direction direction);
[[nodiscard]] Result<void> set_timeout(int fd, Direction direction, Timeout value);

/// SO_LINGER in whole seconds; nullopt: off.
[[nodiscard]] Result<std::optional<int>> linger(int fd);
[[nodiscard]] Result<void> set_linger(int fd, std::optional<int> seconds);

/// IP_BIND_ADDRESS_NO_PORT: a bind to port 0 leaves the port to connect, which need not be the address's only user of it.
/// Where there is no such thing, bind chooses. Linux.
[[nodiscard]] Result<void> choose_port_at_connect(int fd);

/// SO_ERROR, which reading clears: 0 for none.
[[nodiscard]] Result<int> take_error(int fd);
/// Bytes written that the peer has not acknowledged: SIOCOUTQ, SO_NWRITE.
[[nodiscard]] Result<std::size_t> unsent_bytes(int fd);
/// Whether the peer's end has come, whatever was shut down on this side. For a connection whose sending half is open.
[[nodiscard]] bool peer_has_ended(int fd);
/// FIONBIO, as Rust does it.
[[nodiscard]] Result<void> set_nonblocking(int fd, bool on);

/// IP_ADD_MEMBERSHIP and so on; for IPv6 `interface_index` names the interface, for IPv4 `interface_ip` does.
[[nodiscard]] Result<void> set_membership_v4(int fd, bool join, const IpAddress& group,
                                             const IpAddress& interface_ip);
[[nodiscard]] Result<void> set_membership_v6(int fd, bool join, const IpAddress& group,
                                             unsigned interface_index);

}  // namespace stdnet::os
