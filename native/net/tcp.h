#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "native/core/result.h"
#include "native/net/waiter.h"
#include "native/os/socket.h"

/// `std::net::TcpListener` and `TcpStream`, over plain descriptors. Threads: any.
namespace stdnet::net {

/// connect(2) to each address in turn.
[[nodiscard]] Result<os::Fd> connect(Waiter& waiter, std::span<const SocketAddress> addresses);
/// To one address, within `limit`. As Rust: the connection is begun before a limit of 0 is refused.
[[nodiscard]] Result<os::Fd> connect_timeout(Waiter& waiter, const SocketAddress& address,
                                             std::chrono::microseconds limit);

struct ListenOptions {
  int backlog = 128;
  bool reuse_port = false;
  std::optional<bool> v6_only;  ///< nullopt: the system's default
};
/// bind(2) and listen(2) on the first address that works, with SO_REUSEADDR, as Rust does on Unix.
[[nodiscard]] Result<os::Fd> listen(std::span<const SocketAddress> addresses,
                                    const ListenOptions& options);

[[nodiscard]] Result<os::Accepted> accept(Waiter& waiter, int listener);

}  // namespace stdnet::net
