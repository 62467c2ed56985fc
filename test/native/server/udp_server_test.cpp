#include "native/server/udp_server.h"

#include <doctest.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#include "udp_started.h"

using stdnet::ErrorKind;
using stdnet::IpAddress;
using stdnet::SocketAddress;
using stdnet::server::DatagramStats;

namespace {

/// Datagrams of this size do not fit into one.
class TooMuch final : public stdnet::server::DatagramHandler {
 public:
  [[nodiscard]] bool on_datagram(std::span<const std::uint8_t> datagram,
                                 stdnet::Output& out) const override {
    if (datagram.empty()) return false;
    out.append(std::string(datagram.front() == '!' ? 70000 : 1, 'x'));
    return true;
  }
};

std::uint64_t count(const DatagramStats& stats, ErrorKind kind) {
  return stats.errors[static_cast<std::size_t>(kind)];
}

}  // namespace

TEST_CASE("every datagram is answered: an empty one, one byte, the longest there is") {
  for (const bool v6 : {false, true}) {
    CAPTURE(v6);
    Recorder recorder;
    auto server =
        udp_started(recorder, {}, stdnet::handlers::udp_echo(), bound(stdnet::test::loopback(v6)));
    const UdpPeer peer(server->local_address());
    std::uint64_t bytes = 0;
    for (const std::size_t size : {0U, 1U, 64U, 1500U, 65507U}) {
      CAPTURE(size);
      const std::string text(size, static_cast<char>('a' + size % 26));
      peer.send(text);
      CHECK(peer.receive() == text);
      bytes += size;
    }
    const DatagramStats stats = closed(*server, recorder);
    CHECK(stats.received == 5);
    CHECK(stats.sent == 5);
    CHECK(stats.bytes_in == bytes);
    CHECK(stats.bytes_out == bytes);
    CHECK(stats.truncated == 0);
    CHECK(stats.dropped_by_kernel == 0);
    CHECK(recorder.errors.empty());
  }
}

TEST_CASE("what waits together is answered together, each to its sender") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {}, gate);
  std::vector<UdpPeer> peers;
  for (int i = 0; i < 50; ++i) peers.emplace_back(server->local_address());
  for (std::size_t i = 0; i < peers.size(); ++i) peers[i].send(std::string(i, 'x'));
  gate->open();
  for (std::size_t i = 0; i < peers.size(); ++i) CHECK(peers[i].receive() == std::string(i, 'x'));
  CHECK(closed(*server, recorder).sent == 50);
}

TEST_CASE("a datagram that is too long is cut and counted, alone or among others") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {.max_datagram = 4}, gate);
  const UdpPeer peer(server->local_address());
  for (int i = 0; i < 20; ++i) peer.send("12345");
  peer.send("1234");
  gate->open();
  for (int i = 0; i < 21; ++i) CHECK(peer.receive() == "1234");
  for (int i = 0; i < 20; ++i) {
    peer.send("abcdefg");
    CHECK(peer.receive() == "abcd");
  }
  const DatagramStats stats = closed(*server, recorder);
  CHECK(stats.truncated == 40);
  CHECK(stats.bytes_in == 41 * 4);
}

TEST_CASE("several threads serve many peers") {
  Recorder recorder;
  auto server = udp_started(recorder, {.threads = 4});
  constexpr int kPeers = 16;
  constexpr int kRounds = 200;
  std::vector<std::thread> peers;
  for (int i = 0; i < kPeers; ++i) {
    peers.emplace_back([&, i] {
      const UdpPeer peer(server->local_address());
      for (int round = 0; round < kRounds; ++round) {
        const std::string text = std::to_string(i) + ":" + std::to_string(round);
        peer.send(text);
        CHECK(peer.receive() == text);
      }
    });
  }
  for (auto& peer : peers) peer.join();
  const DatagramStats stats = closed(*server, recorder);
  CHECK(stats.received == kPeers * kRounds);
  CHECK(stats.sent == kPeers * kRounds);
  CHECK(stats.bytes_in == stats.bytes_out);
}

TEST_CASE("bound to every address, an answer comes from the one that was asked") {
  const auto v4 = [](std::uint8_t last) {
    return SocketAddress{IpAddress::v4(127, 0, 0, last), 0, 0, 0};
  };
  for (const bool v6 : {false, true}) {
    CAPTURE(v6);
    Recorder recorder;
    SocketAddress any;
    any.ip.v6 = v6;
    auto server = udp_started(recorder, {.threads = 2}, stdnet::handlers::udp_echo(),
                              bound(any, {.v6_only = v6 ? std::optional(false) : std::nullopt}));
    std::vector<SocketAddress> asked = {v4(1), v4(2), v4(77)};
    if (v6) asked.push_back(stdnet::test::loopback(true));
    for (SocketAddress address : asked) {
      CAPTURE(to_string(address));
      address.port = server->local_address().port;
      const UdpPeer peer(address);  // the kernel drops what comes from anywhere else
      for (const char* text : {"one", "", "two"}) {
        peer.send(text);
        CHECK(peer.receive() == text);
      }
    }
    closed(*server, recorder);
    CHECK(recorder.errors.empty());
  }
}

TEST_CASE("an answer that cannot be sent is an error, told once a second, and ends nothing") {
  Recorder recorder;
  auto server = udp_started(recorder, {}, std::make_shared<TooMuch>());
  const UdpPeer peer(server->local_address());
  for (int i = 0; i < 30; ++i) peer.send(i % 3 == 0 ? "!" : (i % 3 == 1 ? "?" : ""));
  for (int i = 0; i < 10; ++i) CHECK(peer.receive() == "x");
  recorder.wait_for([&] { return !recorder.errors.empty(); });
  peer.send("?");
  CHECK(peer.receive() == "x");
  const DatagramStats stats = closed(*server, recorder);
  CHECK(stats.received == 31);
  CHECK(stats.sent == 11);
  CHECK(count(stats, ErrorKind::Uncategorized) == 10);
  CHECK(recorder.errors.size() < 3);  // a second may have passed
  CHECK(recorder.errors.front().is(EMSGSIZE));
  CHECK(recorder.errors.front().address == peer.address());
}

TEST_CASE("an error that nobody listens to is counted") {
  Recorder recorder(false);
  auto server = udp_started(recorder, {}, std::make_shared<TooMuch>());
  const UdpPeer peer(server->local_address());
  peer.send("!");
  peer.send("?");
  CHECK(peer.receive() == "x");
  CHECK(count(closed(*server, recorder), ErrorKind::Uncategorized) == 1);
  CHECK(recorder.errors.empty());
}

TEST_CASE("what the kernel drops for want of room is counted, also when nothing comes after it") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {.recv_buffer_size = 4096}, gate);
  const UdpPeer peer(server->local_address());
  constexpr std::uint64_t kSent = 200;
  for (std::uint64_t i = 0; i < kSent; ++i) peer.send(std::string(1000, 'x'));
  const std::uint64_t dropped = server->stats().dropped_by_kernel;
  CHECK(dropped > kSent / 2);
  gate->open();
  for (std::uint64_t i = 0; i < kSent - dropped; ++i) CHECK(peer.receive().size() == 1000);
  const DatagramStats stats = closed(*server, recorder);
  CHECK(stats.received == kSent - dropped);
  CHECK(stats.dropped_by_kernel == dropped);
}

TEST_CASE("the server sends datagrams of its own accord") {
  Recorder recorder;
  auto server = udp_started(recorder);
  const UdpPeer peer(server->local_address());
  CHECK(server->send_to(stdnet::test::bytes_of("hello"), peer.address()).value() == 5);
  CHECK(peer.receive() == "hello");
  SocketAddress nowhere = peer.address();
  nowhere.port = 0;
  const auto refused = server->send_to(stdnet::test::bytes_of("hello"), nowhere);
  CHECK(refused.error().is(EINVAL));
  CHECK(refused.error().address == nowhere);
  CHECK(server->stats().sent == 1);
  CHECK(server->stats().bytes_out == 5);
  CHECK(server->stats().received == 0);
  closed(*server, recorder);
  const auto late = server->send_to(stdnet::test::bytes_of("hello"), peer.address());
  CHECK(late.error().code == "ERR_SOCKET_CLOSED");
}

TEST_CASE("without a thread to be had there is no server, and nothing is told") {
  Recorder recorder;
  auto socket = bound(stdnet::test::loopback());
  const SocketAddress address = stdnet::os::local_address(socket.get()).value();
  // More than any address space: pthread_create says EAGAIN.
  const auto server = stdnet::server::UdpServer::start(
      std::move(socket), {.threads = 2, .stack_size = std::size_t{1} << 52U},
      stdnet::handlers::udp_echo(), recorder);
  CHECK(server.error().is(EAGAIN));
  CHECK(recorder.closed == 0);
  const auto again = bound(address);
}
