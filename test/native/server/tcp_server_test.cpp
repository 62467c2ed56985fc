#include "native/server/tcp_server.h"

#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "started.h"

using stdnet::ErrorKind;
using stdnet::server::Stats;

TEST_CASE("bytes come back as they went, over IPv4 and IPv6, in small and large pieces") {
  for (const bool v6 : {false, true}) {
    Recorder recorder;
    auto server = started(recorder, {}, stdnet::handlers::echo({}), listening(v6));
    const Peer peer(server->local_address());
    std::string large;
    for (int i = 0; large.size() < 3'000'000; ++i) large += std::to_string(i);
    for (const std::string& text : {std::string("hello"), std::string(4096, 'a'), large}) {
      std::thread sender([&] { peer.send(text); });
      CHECK(peer.receive_exactly(text.size()) == text);
      sender.join();
    }
    peer.end();
    CHECK(peer.receive().empty());
    recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
    CHECK(recorder.disconnections[0].bytes_in == large.size() + 4101);
    CHECK(recorder.disconnections[0].bytes_out == large.size() + 4101);
    CHECK_FALSE(recorder.disconnections[0].error);
    closed(*server, recorder);
  }
}

TEST_CASE(
    "every connection has its own thread, or they share a few; each is announced and counted") {
  Recorder recorder;
  auto server = started(recorder);
  std::vector<Peer> peers;
  for (int i = 0; i < 50; ++i) peers.emplace_back(server->local_address());
  for (const Peer& peer : peers) peer.send("x");
  for (const Peer& peer : peers) CHECK(peer.receive() == "x");
  Stats stats = server->stats();
  CHECK(stats.accepted == 50);
  CHECK(stats.active == 50);
  CHECK(stats.peak == 50);
  CHECK(stats.threads == 1 + pool_of_this_run().value_or(50));
  CHECK(stats.bytes_in == 50);

  for (Peer& peer : peers) peer.close();
  recorder.wait_for([&] { return recorder.disconnections.size() == 50; });
  stats = server->stats();
  CHECK(stats.accepted == stats.ended);
  CHECK(stats.active == 0);
  CHECK(stats.bytes_in == 50);
  CHECK(stats.bytes_out == 50);
  CHECK(recorder.connections.size() == 50);
  for (const auto& each : recorder.disconnections) {
    CHECK(each.connection.local == server->local_address());
    CHECK(each.connection.peer.port != 0);
  }
  closed(*server, recorder);
}

TEST_CASE("with nobody listening nothing is told but the end") {
  Recorder recorder(false);
  auto server = started(recorder, {.max_connections = 1});
  Peer first(server->local_address());
  first.send("x");
  CHECK(first.receive() == "x");
  CHECK(Peer(server->local_address()).is_closed());
  closed(*server, recorder);
  CHECK(recorder.connections.empty());
  CHECK(recorder.disconnections.empty());
  CHECK(recorder.drops.empty());
}

TEST_CASE("replies to requests that came together leave in one send") {
  Recorder recorder;
  auto server = started(recorder, {}, small_kv());
  const Peer peer(server->local_address());
  std::string requests;
  std::string replies;
  for (int i = 0; i < 40; ++i) {
    requests += "SET k" + std::to_string(i) + " v\nGET k" + std::to_string(i) + "\n";
    replies += "OK\nv\n";
  }
  peer.send(requests);
  CHECK(peer.receive() == replies);
  peer.end();
  CHECK(peer.receive().empty());
  closed(*server, recorder);
}

TEST_CASE("the reply that ends a connection arrives although the peer goes on sending") {
  Recorder recorder;
  auto server = started(recorder, {}, small_kv());
  const Peer peer(server->local_address());
  peer.send("SET a 1\n" + std::string(500'000, 'x'));
  CHECK(peer.receive_to_end() == "OK\nERR line too long\n");
  peer.end();
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->code == "ERR_LIMIT_EXCEEDED");
  CHECK(server->stats().errors[static_cast<std::size_t>(ErrorKind::InvalidData)] == 1);
  closed(*server, recorder);
}

TEST_CASE("a reset is reported once, as an error of the peer's address") {
  Recorder recorder;
  auto server = started(recorder);
  Peer peer(server->local_address());
  peer.send("x");
  CHECK(peer.receive() == "x");
  peer.abort();
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->kind == ErrorKind::ConnectionReset);
  CHECK(recorder.disconnections[0].error->address == recorder.disconnections[0].connection.peer);
  CHECK(server->stats().errors[static_cast<std::size_t>(ErrorKind::ConnectionReset)] == 1);
  closed(*server, recorder);
}

TEST_CASE("counters add up at every moment of a storm") {
  Recorder recorder;
  auto server = started(recorder, {.max_connections = 8});
  std::atomic<bool> done = false;
  std::size_t wrong = 0;
  std::thread watcher([&] {
    while (!done) {
      const Stats stats = server->stats();
      if (stats.accepted != stats.active + stats.ended || stats.active > 8) ++wrong;
    }
  });
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        Peer peer(server->local_address());
        std::array<std::uint8_t, 1> byte{};  // both calls fail where the connection was dropped
        static_cast<void>(stdnet::os::send(peer.fd(), byte));
        if (round % 3 != i % 3) static_cast<void>(stdnet::os::recv(peer.fd(), byte));
        if (round % 2 == 0) peer.abort();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  closed(*server, recorder);
  done = true;
  watcher.join();
  CHECK(wrong == 0);
  const Stats stats = server->stats();
  CHECK(stats.accepted + stats.dropped[0] + stats.dropped[1] + stats.dropped[2] <= 800);
  CHECK(recorder.connections.size() == stats.accepted);
  CHECK(recorder.disconnections.size() == stats.ended);
}
