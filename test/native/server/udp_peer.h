#pragma once

#include <doctest.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "native/net/udp.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

/// A client with a socket of its own, connected: it hears nobody but the address that it has asked. Its every wait ends
/// after 20 s at the latest.
class UdpPeer {
 public:
  explicit UdpPeer(const stdnet::SocketAddress& server) {
    auto socket = stdnet::os::socket(server.ip.v6, SOCK_DGRAM);
    REQUIRE(socket.ok());
    fd_ = std::move(socket).value();
    REQUIRE(
        stdnet::os::set_timeout(fd_.get(), stdnet::os::Direction::Read, std::chrono::seconds(20))
            .ok());
    REQUIRE(stdnet::os::connect(fd_.get(), server).ok());
  }

  void send(std::string_view text) const {
    const auto sent = stdnet::os::send(
        fd_.get(), {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    REQUIRE(sent.ok());
    REQUIRE(sent.value() == text.size());
  }
  [[nodiscard]] std::string receive() const {
    std::vector<std::uint8_t> buffer(65536);
    const auto got = stdnet::os::recv(fd_.get(), buffer);
    REQUIRE(got.ok());
    return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got.value())};
  }
  /// What the server's kernel delivers at once, over loopback, would be there.
  [[nodiscard]] bool has_heard() const { return stdnet::os::poll(fd_.get(), POLLIN, 0).value(); }
  [[nodiscard]] stdnet::SocketAddress address() const {
    return stdnet::os::local_address(fd_.get()).value();
  }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  stdnet::os::Fd fd_;
};

[[nodiscard]] inline stdnet::os::Fd bound(const stdnet::SocketAddress& address,
                                          const stdnet::net::DatagramOptions& options = {}) {
  auto socket = stdnet::net::bind_datagram(std::span(&address, 1), options);
  REQUIRE(socket.ok());
  return std::move(socket).value();
}
