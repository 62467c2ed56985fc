#include "native/net/udp.h"

#include <cerrno>

#include "native/net/each_address.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::net {

namespace {

Result<os::Fd> bind_on(const SocketAddress& address, const DatagramOptions& options) {
  auto fd = os::socket(address.ip.v6, SOCK_DGRAM);
  if (!fd) return fd;
  const int number = fd.value().get();
  if (options.reuse_address) {
    if (auto set = os::set_option(number, os::Option::ReuseAddress, 1); !set)
      return std::move(set).error();
  }
  if (options.reuse_port) {
    if (auto set = os::set_option(number, os::Option::ReusePort, 1); !set)
      return std::move(set).error();
  }
  if (options.v6_only && address.ip.v6) {
    if (auto set = os::set_option(number, os::Option::V6Only, *options.v6_only ? 1 : 0); !set) {
      return std::move(set).error();
    }
  }
  if (auto bound = os::bind(number, address); !bound) return std::move(bound).error();
  return fd;
}

}  // namespace

Result<os::Fd> bind_datagram(std::span<const SocketAddress> addresses,
                             const DatagramOptions& options) {
  return each_address(addresses,
                      [&](const SocketAddress& address) { return bind_on(address, options); });
}

Result<void> connect_datagram(int fd, std::span<const SocketAddress> addresses) {
  return each_address(addresses, [&](const SocketAddress& address) {
    auto connected = os::connect(fd, address);
    while (!connected && connected.error().is(EINTR)) connected = os::connect(fd, address);
    return connected;
  });
}

}  // namespace stdnet::net
