// Servers whose connections are relayed: all of native/relay together, and a thread in JavaScript's place.
#include <doctest.h>
#include <fcntl.h>

#include <atomic>
#include <deque>
#include <future>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "native/relay/relay_pool.h"
#include "scripted.h"

using namespace std::chrono_literals;

namespace {

/// Closes, and checks that JavaScript has heard of everything.
void all_closed(stdnet::server::TcpServer& server, Recorder& recorder, Scripted& script) {
  closed(server, recorder);
  script.stop();
  CHECK(script.opened() == server.stats().accepted);
  CHECK(script.closed() == script.opened());
}

/// Sends pieces, and reads what comes back to its end.
void converse(const stdnet::SocketAddress& server, std::minstd_rand& random) {
  Peer peer(server);
  std::string sent;
  for (auto pieces = random() % 20; pieces > 0; --pieces) {
    const std::string piece(1 + random() % (random() % 4 == 0 ? 30'000 : 300),
                            static_cast<char>('a' + pieces));
    peer.send(piece);
    sent += piece;
  }
  if (random() % 8 == 0) return peer.abort();
  peer.end();
  CHECK(peer.receive_to_end() == sent);
}

/// Sends and receives until the server ends it.
void keep_busy(const stdnet::SocketAddress& server) {
  auto socket = stdnet::os::socket(server.ip.v6, SOCK_STREAM);
  REQUIRE(socket.ok());
  const int fd = socket.value().get();
  REQUIRE(stdnet::os::set_timeout(fd, stdnet::os::Direction::Read, 20s).ok());
  if (!stdnet::os::connect(fd, server)) return;
  std::vector<std::uint8_t> bytes(30'000);
  while (stdnet::os::send(fd, bytes)) {
    const auto got = stdnet::os::recv(fd, bytes);
    if (!got || got.value() == 0) return;
  }
}

}  // namespace

TEST_CASE("many connections that come, talk and leave, some of them with a reset") {
  Recorder recorder(false);
  Scripted script({});
  auto server = script.serve(recorder);
  std::vector<std::future<void>> clients;
  for (unsigned seed = 0; seed < 4; ++seed) {
    clients.push_back(std::async(std::launch::async, [&, seed] {
      std::minstd_rand random(seed);
      for (int i = 0; i < 100; ++i) converse(server->local_address(), random);
    }));
  }
  for (auto& client : clients) client.get();
  all_closed(*server, recorder, script);
  CHECK(server->stats().accepted == 400);
}

TEST_CASE("no more are accepted than JavaScript may have yet to meet") {
  using stdnet::server::Newcomers;
  Recorder recorder(false);
  stdnet::relay::Relays relays({.pool = pool_of_this_run()}, [] {});
  auto server = stdnet::server::TcpServer::start(
      listening(), relays.options(),
      [&](const auto&, stdnet::server::Roster& roster) {
        return stdnet::relay::hire(roster, relays);
      },
      recorder);
  REQUIRE(server.ok());
  std::deque<Peer> peers;
  for (std::size_t i = 0; i < Newcomers::kMost + 50; ++i)
    peers.emplace_back(server.value()->local_address());
  const auto accepted = [&] { return server.value()->stats().accepted; };
  const auto accepts = [&](std::size_t count) {
    while (accepted() < count) std::this_thread::sleep_for(1ms);
    CHECK(accepted() == count);
    CHECK(relays.newcomers().count() == Newcomers::kMost);
  };
  accepts(Newcomers::kMost);
  relays.newcomers().leave(10);
  accepts(Newcomers::kMost + 10);
  server.value()->close();
  server.value()->join();
}

TEST_CASE("streams come back byte for byte, however slowly they are read") {
  Recorder recorder;
  Scripted script({});
  auto server = script.serve(recorder);
  constexpr std::size_t kSize = std::size_t{8} << 20U;
  const Peer peer(server->local_address());
  auto sender = std::async(std::launch::async, [&] {
    peer.send(std::string(kSize, 'z'));
    peer.end();
  });
  CHECK(peer.receive_to_end() == std::string(kSize, 'z'));
  sender.get();
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  CHECK_FALSE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].bytes_in == kSize);
  CHECK(recorder.disconnections[0].bytes_out == kSize);
  all_closed(*server, recorder, script);
}

TEST_CASE("close() and shutdown() end what is busy, and the port is free") {
  for (int round = 0; round < 20; ++round) {
    Recorder recorder;
    Scripted script({});
    auto server = script.serve(recorder);
    const stdnet::SocketAddress address = server->local_address();
    std::vector<std::future<void>> clients;
    for (int i = 0; i < 16; ++i)
      clients.push_back(std::async(std::launch::async, [&] { keep_busy(address); }));
    recorder.wait_for([&] { return recorder.connections.size() >= 8; });
    if (round % 2 == 0)
      server->shutdown(5ms);
    else
      server->close();
    auto again = stdnet::net::listen(std::span(&address, 1), {});
    CHECK(again.ok());
    again.value().reset();  // whoever has not connected is refused
    server->join();
    for (auto& client : clients) client.get();
    for (const auto& each : recorder.disconnections) CHECK_FALSE(each.error);
    all_closed(*server, recorder, script);
  }
}

TEST_CASE("places are used again and again, each for one connection at a time") {
  Recorder recorder(false);
  Scripted script({});
  auto server = script.serve(recorder);
  std::vector<std::future<void>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::async(std::launch::async, [&] {
      for (int k = 0; k < 300; ++k) {
        Peer peer(server->local_address());
        peer.send("x");
        if (k % 3 == 0) {
          peer.abort();
          continue;
        }
        peer.end();
        CHECK(peer.receive_to_end() == "x");
      }
    }));
  }
  for (auto& client : clients) client.get();
  all_closed(*server, recorder, script);
  CHECK(server->stats().accepted == 1200);
}

TEST_CASE("a peer that sends without end leaves others their turns") {
  Recorder recorder;
  Scripted script({.pool = 1}, Scripted::Does::Discard);
  auto server = script.serve(recorder);
  std::atomic<bool> enough{false};
  std::vector<std::future<void>> senders;
  for (int i = 0; i < 2; ++i) {
    senders.push_back(std::async(std::launch::async, [&] {
      const Peer peer(server->local_address());
      const std::string block(std::size_t{1} << 20U, 'x');
      while (!enough) peer.send(block);
    }));
  }
  for (std::size_t i = 1; i <= 50; ++i) {
    Peer quick(server->local_address());
    quick.end();
    CHECK(quick.receive_to_end().empty());
    recorder.wait_for([&] { return recorder.disconnections.size() == i; });
  }
  enough = true;
  for (auto& sender : senders) sender.get();
  all_closed(*server, recorder, script);
}

TEST_CASE("what cannot be watched is refused, and its place is free") {
  Recorder recorder;
  Scripted script({.pool = 1});
  stdnet::server::ConnectionTable table(std::nullopt);
  const stdnet::SocketAddress local;
  stdnet::server::Roster roster(table, recorder, local);
  auto crew = stdnet::relay::hire(roster, script.relays());
  REQUIRE(crew.ok());
  for (int i = 0; i < 3; ++i) {
    const auto entry = table.add(stdnet::os::Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)), {});
    REQUIRE(entry);
    CHECK(crew.value()->take(*entry) == stdnet::server::DropReason::NoDescriptor);
    table.abandon(*entry);
  }
  CHECK(script.relays().take().slot() == 0);
  crew.value()->close();
  script.stop();
  CHECK(script.opened() == 0);
}
