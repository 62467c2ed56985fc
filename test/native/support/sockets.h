#pragma once

#include <doctest.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "native/core/text.h"
#include "native/os/socket.h"

namespace stdnet::test {

inline SocketAddress loopback(bool v6 = false) {
  SocketAddress address;
  address.ip = IpAddress::v4(127, 0, 0, 1);
  if (v6) {
    address.ip = IpAddress{true, {}};
    address.ip.bytes[15] = 1;
  }
  return address;
}

/// A listener on a free port.
struct Listener {
  explicit Listener(bool v6 = false, int backlog = 128) {
    fd = std::move(os::socket(v6, SOCK_STREAM)).value();
    REQUIRE(os::bind(fd.get(), loopback(v6)).ok());
    REQUIRE(os::listen(fd.get(), backlog).ok());
    address = os::local_address(fd.get()).value();
  }
  os::Fd fd;
  SocketAddress address;
};

/// Two ends of one TCP connection.
struct Pair {
  explicit Pair(bool v6 = false) {
    const Listener listener(v6);
    client = std::move(os::socket(v6, SOCK_STREAM)).value();
    REQUIRE(os::connect(client.get(), listener.address).ok());
    server = std::move(os::accept(listener.fd.get()).value().fd);
  }
  os::Fd client;
  os::Fd server;
};

using stdnet::bytes_of;

}  // namespace stdnet::test
