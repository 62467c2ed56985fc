#pragma once

#include <optional>
#include <span>

#include "native/core/result.h"
#include "native/os/fd.h"

/// `std::net::UdpSocket`, over plain descriptors. Threads: any.
namespace stdnet::net {

struct DatagramOptions {
  bool reuse_address = false;
  bool reuse_port = false;
  std::optional<bool> v6_only;  ///< nullopt: the system's default
};
/// The first address that can be bound.
[[nodiscard]] Result<os::Fd> bind_datagram(std::span<const SocketAddress> addresses,
                                           const DatagramOptions& options);
/// Sets the default peer: the first address that the kernel takes.
[[nodiscard]] Result<void> connect_datagram(int fd, std::span<const SocketAddress> addresses);

}  // namespace stdnet::net
