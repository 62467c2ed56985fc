#include "native/server/tcp_server.h"

#include <doctest.h>

#include <vector>

#include "started.h"

using namespace std::chrono_literals;

TEST_CASE(
    "close() ends connections that wait, that are blocked in a send and that say farewell, without "
    "errors") {
  Recorder recorder;
  auto echo = started(recorder);
  const Peer waiting(echo->local_address());
  const Peer stuck(echo->local_address());
  stuff(stuck);
  recorder.wait_for([&] { return recorder.connections.size() == 2; });
  closed(*echo, recorder);
  CHECK(waiting.is_closed());
  REQUIRE(recorder.disconnections.size() == 2);
  for (const auto& each : recorder.disconnections) CHECK_FALSE(each.error);

  Recorder other;
  auto kv = started(other, {}, small_kv());
  const Peer quitting(kv->local_address());
  quitting.send("QUIT\n");
  CHECK(quitting.receive().empty());
  closed(*kv, other);
}

TEST_CASE("the port is free as soon as close() returns") {
  Recorder recorder;
  auto server = started(recorder);
  const stdnet::SocketAddress address = server->local_address();
  const Peer peer(address);
  server->close();
  auto again = stdnet::net::listen(std::span(&address, 1), {});
  CHECK(again.ok());
  server->join();
}

TEST_CASE("a drain lets connections finish, and what is in the queue is served too") {
  Recorder recorder;
  auto server = started(recorder, {}, small_kv());
  const Peer first(server->local_address());
  first.send("SET k v\n");
  CHECK(first.receive() == "OK\n");
  const Peer queued(server->local_address());  // accepted or not: its peer believes in it
  queued.send("GET k\n");
  server->shutdown(20s);
  CHECK(queued.receive() == "v\n");
  first.send("GET k\n");
  CHECK(first.receive() == "v\n");
  CHECK(recorder.closed == 0);
  first.end();
  queued.end();
  recorder.wait_for([&] { return recorder.closed == 1; });
  server->join();
  CHECK(server->stats().ended == 2);
}

TEST_CASE("after the drain connections are ended, but what was received is answered") {
  Recorder recorder;
  auto server = started(recorder, {}, small_kv());
  std::vector<Peer> peers;
  for (int i = 0; i < 20; ++i) peers.emplace_back(server->local_address());
  recorder.wait_for([&] { return recorder.connections.size() == 20; });
  for (const Peer& peer : peers) peer.send("SET k v\nGET k\n");
  server->shutdown(0ms);
  server->join();
  CHECK(recorder.closed == 1);
  for (const Peer& peer : peers) CHECK(peer.receive_to_end() == "OK\nv\n");
  for (const auto& each : recorder.disconnections) CHECK_FALSE(each.error);
}

TEST_CASE(
    "half a request that a drain cuts off is none; a last line before the peer's own end is") {
  Recorder recorder;
  const auto store = small_kv();
  auto server = started(recorder, {}, store);
  const Peer half(server->local_address());
  half.send("SET a 1\nSET b 12");
  CHECK(half.receive() == "OK\n");
  const Peer whole(server->local_address());
  whole.send("SET c 1\nSET d 34");
  whole.end();
  CHECK(whole.receive_to_end() == "OK\nOK\n");
  server->shutdown(0ms);
  server->join();
  CHECK(half.receive_to_end().empty());
  for (const auto& each : recorder.disconnections) CHECK_FALSE(each.error);

  Recorder other;
  auto again = started(other, {}, store);
  const Peer asking(again->local_address());
  asking.send("GET a\nGET b\nGET d\n");
  asking.end();
  CHECK(asking.receive_to_end() == "1\n(nil)\n34\n");
  closed(*again, other);
}

TEST_CASE("close() ends the patience of a shutdown") {
  Recorder recorder;
  auto server = started(recorder);
  const Peer peer(server->local_address());
  recorder.wait_for([&] { return recorder.connections.size() == 1; });
  server->shutdown(24h);
  server->shutdown(48h);
  CHECK(recorder.closed == 0);
  closed(*server, recorder);
  server->close();
  server->shutdown(1s);
}

TEST_CASE("destroying a server that runs ends it") {
  Recorder recorder;
  auto server = started(recorder);
  const Peer peer(server->local_address());
  server.reset();
  CHECK(recorder.closed == 1);
  CHECK(peer.is_closed());
}
