#pragma once

#include <doctest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "native/net/tcp.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

/// Connected to nobody yet; every wait ends after 20 s at the latest.
[[nodiscard]] inline stdnet::os::Fd client_socket(bool v6 = false) {
  auto socket = stdnet::os::socket(v6, SOCK_STREAM);
  REQUIRE(socket.ok());
  using stdnet::os::Direction;
  for (const Direction direction : {Direction::Read, Direction::Write}) {
    REQUIRE(
        stdnet::os::set_timeout(socket.value().get(), direction, std::chrono::seconds(20)).ok());
  }
  return std::move(socket).value();
}

/// A plain blocking client, whose every wait ends after 20 s at the latest.
class Peer {
 public:
  explicit Peer(const stdnet::SocketAddress& server) : fd_(client_socket(server.ip.v6)) {
    REQUIRE(stdnet::os::connect(fd_.get(), server).ok());
  }

  void send(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = stdnet::os::send(
          fd_.get(), {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
      REQUIRE(sent.ok());
      text.remove_prefix(sent.value());
    }
  }
  /// One recv; empty at the end of the stream.
  [[nodiscard]] std::string receive() const {
    std::array<std::uint8_t, 65536> buffer;
    const auto got = stdnet::os::recv(fd_.get(), buffer);
    REQUIRE(got.ok());
    return {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got.value())};
  }
  [[nodiscard]] std::string receive_exactly(std::size_t size) const {
    std::string all;
    while (all.size() < size) {
      const std::string more = receive();
      REQUIRE_FALSE(more.empty());
      all += more;
    }
    return all;
  }
  [[nodiscard]] std::string receive_to_end() const {
    std::string all;
    for (std::string more = receive(); !more.empty(); more = receive()) all += more;
    return all;
  }
  /// Whether the server has closed: its end or a reset, and no more bytes.
  [[nodiscard]] bool is_closed() const {
    std::array<std::uint8_t, 1> byte{};
    const auto got = stdnet::os::recv(fd_.get(), byte);
    return got.ok() ? got.value() == 0 : got.error().is(ECONNRESET);
  }
  void end() const { REQUIRE(stdnet::os::shutdown(fd_.get(), SHUT_WR).ok()); }
  void close() { fd_.reset(); }
  /// Closes with a reset.
  void abort() {
    REQUIRE(stdnet::os::set_linger(fd_.get(), 0).ok());
    fd_.reset();
  }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  stdnet::os::Fd fd_;
};

[[nodiscard]] inline stdnet::os::Fd listening(bool v6 = false, int backlog = 128) {
  stdnet::SocketAddress address;
  address.ip.v6 = v6;
  if (v6) {
    address.ip.bytes[15] = 1;
  } else {
    address.ip = stdnet::IpAddress::v4(127, 0, 0, 1);
  }
  auto listener =
      stdnet::net::listen(std::span(&address, 1), {.backlog = backlog, .v6_only = std::nullopt});
  REQUIRE(listener.ok());
  return std::move(listener).value();
}
