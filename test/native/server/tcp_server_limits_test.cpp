#include "native/server/tcp_server.h"

#include <doctest.h>

#include <array>
#include <thread>
#include <vector>

#include "../support/descriptor_limit.h"
#include "../support/sockets.h"
#include "started.h"

using namespace std::chrono_literals;
using stdnet::ErrorKind;
using stdnet::server::DropReason;
using stdnet::server::Options;

namespace {

/// More than any address space: pthread_create says EAGAIN.
constexpr std::size_t kTooMuchStack = std::size_t{1} << 52U;

}  // namespace

TEST_CASE("a peer that never stops sending is cut off after the farewell") {
  Recorder recorder;
  auto server = started(recorder, {}, small_kv());
  const Peer peer(server->local_address());
  peer.send("QUIT\n");
  const std::vector<std::uint8_t> chunk(65536, 'x');
  std::size_t sent = 0;
  while (auto more = stdnet::os::send(peer.fd(), chunk)) {
    sent += more.value();
    REQUIRE(sent < std::size_t{100} * 1024 * 1024);
  }
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  CHECK_FALSE(recorder.disconnections[0].error);
  closed(*server, recorder);
}

TEST_CASE("connections over the limit are dropped, and there is room again when one ends") {
  Recorder recorder;
  auto server = started(recorder, {.max_connections = 2});
  Peer first(server->local_address());
  const Peer second(server->local_address());
  const Peer third(server->local_address());
  CHECK(third.is_closed());
  recorder.wait_for([&] { return recorder.drops.size() == 1; });
  CHECK(recorder.drops[0].reason == DropReason::MaxConnections);
  CHECK(recorder.drops[0].peer);
  first.close();
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  const Peer fourth(server->local_address());
  fourth.send("room");
  CHECK(fourth.receive() == "room");
  CHECK(server->stats().dropped[static_cast<std::size_t>(DropReason::MaxConnections)] == 1);
  // Nobody has talked to the second: its thread may not have had a turn yet.
  recorder.wait_for([&] { return recorder.connections.size() == 3; });
  CHECK(server->stats().accepted == 3);
  closed(*server, recorder);
}

TEST_CASE("where no thread is to be had the connection is dropped and the server lives") {
  if (pool_of_this_run()) return;  // below
  Recorder recorder;
  auto server = started(recorder, {.stack_size = kTooMuchStack});
  for (std::size_t i = 1; i <= 3; ++i) {
    CHECK(Peer(server->local_address()).is_closed());
    recorder.wait_for([&] { return recorder.drops.size() == i; });
    CHECK(recorder.drops.back().reason == DropReason::NoThread);
  }
  CHECK(server->stats().accepted == 0);
  CHECK(server->stats().dropped[static_cast<std::size_t>(DropReason::NoThread)] == 3);
  closed(*server, recorder);
}

TEST_CASE(
    "a flood of connections for which there is no thread is refused in bursts, with pauses "
    "between") {
  if (pool_of_this_run()) return;
  Recorder recorder;
  auto server = started(recorder, {.stack_size = kTooMuchStack});
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) CHECK(Peer(server->local_address()).is_closed());
  // Three bursts of 32, and as many pauses of 50 ms.
  CHECK(std::chrono::steady_clock::now() - begun >= 145ms);
  recorder.wait_for([&] { return recorder.drops.size() == 100; });
  CHECK(server->stats().dropped[static_cast<std::size_t>(DropReason::NoThread)] == 100);
  closed(*server, recorder);
}

TEST_CASE("where a pool cannot have its threads there is no server") {
  Recorder recorder;
  const auto server = stdnet::server::TcpServer::start(
      listening(), {.pool = 3, .stack_size = kTooMuchStack},
      stdnet::server::with_handlers(stdnet::handlers::echo({})), recorder);
  REQUIRE_FALSE(server.ok());
  CHECK(server.error().is(EAGAIN));
}

TEST_CASE(
    "out of descriptors, connections are refused and counted; with room again they are served") {
  Recorder recorder;
  auto server = started(recorder);
  std::vector<stdnet::os::Fd> sockets;
  for (int i = 0; i < 3; ++i) sockets.push_back(client_socket());
  {
    stdnet::test::DescriptorLimit none(sockets.back().get() + 1);
    none.use_up(sockets.back());
    for (const auto& socket : sockets) {
      CHECK(stdnet::os::connect(socket.get(), server->local_address()).ok());
      std::array<std::uint8_t, 1> byte{};
      const auto got = stdnet::os::recv(socket.get(), byte);
      CHECK(got.ok());
      CHECK((got.ok() && got.value() == 0));
    }
  }
  recorder.wait_for([&] { return recorder.drops.size() == 3; });
  for (const auto& drop : recorder.drops) {
    CHECK(drop.reason == DropReason::NoDescriptor);
    CHECK(drop.peer);
  }
  const Peer peer(server->local_address());
  peer.send("room");
  CHECK(peer.receive() == "room");
  CHECK(server->stats().accepted == 1);
  closed(*server, recorder);
}

TEST_CASE("a silent connection ends with the idle timeout, a busy one stays") {
  Recorder recorder;
  auto server = started(recorder, {.idle_timeout = 300ms});
  const auto start = std::chrono::steady_clock::now();
  const Peer silent(server->local_address());
  CHECK(silent.is_closed());
  CHECK(std::chrono::steady_clock::now() - start >= 300ms);
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->kind == ErrorKind::TimedOut);
  CHECK(recorder.disconnections[0].error->code == "ERR_IDLE_TIMEOUT");
  CHECK(recorder.disconnections[0].error->address == recorder.disconnections[0].connection.peer);
  closed(*server, recorder);
}

TEST_CASE("a request that trickles in ends with the line timeout, counted from its first byte") {
  Recorder recorder;
  auto server = started(recorder, {.line_timeout = 400ms}, small_kv());
  const Peer peer(server->local_address());
  // Silence between requests is not a line's time.
  std::this_thread::sleep_for(500ms);
  const auto begin = std::chrono::steady_clock::now();
  peer.send("SET k v\nGET");
  CHECK(peer.receive() == "OK\n");
  // Bytes are no excuse: one every 20 ms, until the connection is closed.
  while (stdnet::os::send(peer.fd(), stdnet::test::bytes_of("k"), MSG_DONTWAIT)) {
    std::this_thread::sleep_for(20ms);
    REQUIRE(std::chrono::steady_clock::now() - begin < 20s);
  }
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->kind == ErrorKind::TimedOut);
  CHECK(recorder.disconnections[0].error->code == "ERR_LINE_TIMEOUT");
  CHECK(std::chrono::steady_clock::now() - begin >= 400ms);
  closed(*server, recorder);
}

TEST_CASE("whole requests one after the other are not one line's time") {
  Recorder recorder;
  auto server = started(recorder, {.line_timeout = 300ms}, small_kv());
  const Peer peer(server->local_address());
  const auto begin = std::chrono::steady_clock::now();
  // Every piece ends in the middle of a request, and completes the one before.
  peer.send("GET");
  while (std::chrono::steady_clock::now() - begin < 900ms) {
    peer.send(" k\nGET");
    CHECK(peer.receive() == "(nil)\n");
  }
  peer.end();
  CHECK(peer.receive_to_end() == "(nil)\n");
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  CHECK_FALSE(recorder.disconnections[0].error);
  closed(*server, recorder);
}

TEST_CASE("a connection over one limit is not spared by another") {
  Recorder recorder;
  auto server = started(
      recorder, {.idle_timeout = 10s, .line_timeout = 200ms, .write_timeout = 10s}, small_kv());
  const Peer peer(server->local_address());
  peer.send("GET");
  CHECK(peer.is_closed());
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->code == "ERR_LINE_TIMEOUT");
  closed(*server, recorder);
}

TEST_CASE("a peer that does not read ends with the write timeout, or with the idle timeout") {
  for (const bool idle : {false, true}) {
    CAPTURE(idle);
    Recorder recorder;
    Options options;
    (idle ? options.idle_timeout : options.write_timeout) = 300ms;
    auto server = started(recorder, options);
    const Peer peer(server->local_address());
    stuff(peer);
    recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
    REQUIRE(recorder.disconnections[0].error);
    CHECK(recorder.disconnections[0].error->code ==
          (idle ? "ERR_IDLE_TIMEOUT" : "ERR_WRITE_TIMEOUT"));
    closed(*server, recorder);
  }
}
