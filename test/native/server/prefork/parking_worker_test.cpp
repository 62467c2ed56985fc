#include "native/server/prefork/parking_worker.h"

#include <doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "../../support/descriptor_limit.h"
#include "parking.h"

using namespace std::chrono_literals;
using parking::Bytes;
using parking::Handler;
using parking::hire;
using stdnet::Error;
using stdnet::ErrorKind;
using stdnet::os::Fd;
using stdnet::server::DropReason;
using stdnet::server::ParkingWorker;
using stdnet::server::Prefork;

TEST_CASE(
    "a worker holds many connections at once, and there is a place again for each that ends") {
  Recorder recorder;
  Served served(recorder);
  std::atomic<std::uint32_t> highest{0};
  Handler handler;
  handler.opened = [&](ParkingWorker&, std::uint32_t place, int) {
    highest = std::max(highest.load(), place);
  };
  hire(served, handler);
  for (std::size_t round = 1; round <= 3; ++round) {
    std::vector<Peer> peers;
    for (int i = 0; i < 50; ++i) peers.emplace_back(served.server->local_address());
    for (const Peer& peer : peers) peer.send("a");
    for (const Peer& peer : peers) {
      CHECK(peer.receive_exactly(1) == "a");
      peer.send("b");
      peer.end();
    }
    for (const Peer& peer : peers) CHECK(peer.receive_to_end() == "b");
    recorder.wait_for([&] { return recorder.disconnections.size() == 50 * round; });
  }
  CHECK(highest.load() < 100);  // of 150 connections
  CHECK(served.server->stats().threads == 2);
  for (const auto& ended : recorder.disconnections) {
    CHECK_FALSE(ended.error);
    CHECK(ended.bytes_in == 2);
  }
}

TEST_CASE("workers share the connections") {
  Recorder recorder;
  Served served(recorder);
  std::array<std::atomic<int>, 3> held{};
  for (auto& mine : held) {
    Handler handler;
    handler.opened = [&mine](ParkingWorker&, std::uint32_t, int) { ++mine; };
    hire(served, handler);
  }
  std::vector<Peer> peers;
  while (std::ranges::any_of(held, [](const auto& mine) { return mine.load() == 0; })) {
    peers.emplace_back(served.server->local_address()).send("x");
    CHECK(peers.back().receive_exactly(1) == "x");
  }
}

TEST_CASE("workers share the connections that came before them, also if one comes much sooner") {
  Recorder recorder;
  Served served(recorder, {}, 3);
  std::vector<Peer> peers;
  for (int i = 0; i < 6; ++i) peers.emplace_back(served.server->local_address());
  std::array<std::atomic<int>, 3> held{};
  for (auto& mine : held) {
    CHECK(served.server->stats().accepted == 0);
    Handler handler;
    handler.opened = [&mine](ParkingWorker&, std::uint32_t, int) { ++mine; };
    hire(served, handler);
  }
  for (const Peer& peer : peers) {
    peer.send("x");
    CHECK(peer.receive_exactly(1) == "x");
  }
  for (const auto& mine : held) CHECK(mine.load() > 0);
}

TEST_CASE("connections do not wait for ever for workers that do not come") {
  Recorder recorder;
  Served served(recorder, {}, 2);
  hire(served);
  const Peer peer(served.server->local_address());
  peer.send("x");
  CHECK(peer.receive_exactly(1) == "x");
}

TEST_CASE("a stream is read to its end, more than the room at a time or not") {
  Recorder recorder;
  Served served(recorder);
  hire(served);
  const Peer peer(served.server->local_address());
  const std::string block(1'000'000, 'x');
  std::thread sender([&] {
    for (int i = 0; i < 10; ++i) peer.send(block);
    peer.end();
  });
  CHECK(peer.receive_to_end().size() == 10 * block.size());
  sender.join();
}

TEST_CASE("a peer that resets: what it sent is told, then the end, which is its error") {
  Recorder recorder;
  Served served(recorder);
  std::atomic<int> ends{0};
  Handler handler;
  handler.ended = [&](std::uint32_t, int) { ++ends; };
  hire(served, handler);
  Peer peer(served.server->local_address());
  peer.send("x");
  CHECK(peer.receive_exactly(1) == "x");
  peer.abort();
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->kind == ErrorKind::ConnectionReset);
  CHECK(ends.load() == 1);
}

TEST_CASE("what serving fails with is told, and ends its connection only, with all duplicates") {
  Recorder recorder;
  Served served(recorder);
  Fd kept;
  Handler handler;
  handler.received = [&](ParkingWorker& worker, std::uint32_t place, int fd, Bytes bytes) {
    if (bytes[0] == 'x') {
      REQUIRE(stdnet::os::send(fd, bytes).ok());
      return;
    }
    kept = stdnet::os::duplicate(fd).value();
    worker.done(place, Error::of(ErrorKind::InvalidData, "ERR_TEST", "of the test"));
    CHECK(worker.connection(place) == nullptr);
    worker.done(place, std::nullopt);  // again: nothing
  };
  hire(served, handler);
  const Peer good(served.server->local_address());
  const Peer bad(served.server->local_address());
  bad.send("!");
  CHECK(bad.is_closed());
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  CHECK(recorder.disconnections[0].error->code == "ERR_TEST");
  good.send("x");
  CHECK(good.receive_exactly(1) == "x");
}

TEST_CASE(
    "a connection that whoever serves has let go of ends; its place is used again all the same") {
  Recorder recorder;
  Served served(recorder);
  Handler handler;
  handler.received = [](ParkingWorker& worker, std::uint32_t place, int fd, Bytes bytes) {
    REQUIRE(stdnet::os::send(fd, bytes).ok());
    worker.desert(place);
    worker.desert(place);
    worker.desert(place + 1);  // there is none
  };
  hire(served, handler);
  for (std::size_t i = 1; i <= 3; ++i) {
    const Peer peer(served.server->local_address());
    peer.send("x");
    CHECK(peer.receive_to_end() == "x");
    recorder.wait_for([&] { return recorder.disconnections.size() == i; });
    CHECK_FALSE(recorder.disconnections.back().error);
  }
}

TEST_CASE("the idle time: who is silent in both directions is ended, who is not goes on") {
  Recorder recorder;
  Served served(recorder, {.idle_timeout = 200ms});
  hire(served);
  const auto began = stdnet::net::Clock::now();
  const Peer silent(served.server->local_address());
  Peer talker(served.server->local_address());
  std::atomic<bool> stop{false};
  std::thread talk([&] {
    while (!stop) {
      talker.send("x");
      CHECK(talker.receive_exactly(1) == "x");
      std::this_thread::sleep_for(5ms);
    }
  });
  CHECK(silent.is_closed());
  CHECK(stdnet::net::Clock::now() - began >= 200ms);
  stop = true;
  talk.join();
  talker.close();
  recorder.wait_for([&] { return recorder.disconnections.size() == 2; });
  CHECK(recorder.disconnections[0].error->code == "ERR_IDLE_TIMEOUT");
  CHECK(recorder.disconnections[0].error->kind == ErrorKind::TimedOut);
}

TEST_CASE("workers of a server are all of one form") {
  Recorder recorder;
  Served served(recorder);
  hire(served);
  CHECK(served.prefork().join(Prefork::Form::One).value() == Prefork::Joined::OtherForm);
}

TEST_CASE("one over the maximum is closed at once") {
  Recorder recorder;
  Served served(recorder, {.max_connections = 1});
  hire(served);
  expect_one_over_the_maximum_to_be_closed(served, recorder);
}

TEST_CASE("with a descriptor for the connection, but none for its duplicate, it is refused") {
  Recorder recorder;
  Served served(recorder);
  hire(served);
  std::vector<Fd> sockets;
  for (int i = 0; i < 50; ++i) sockets.push_back(client_socket());
  std::size_t refused = 0;
  {
    stdnet::test::DescriptorLimit few(sockets.back().get() + 2);
    for (const Fd& socket : sockets) {
      // The worker may not have closed the last one yet.
      do few.use_up(socket);
      while (few.empty());
      few.free_one();
      CHECK(stdnet::os::connect(socket.get(), served.server->local_address()).ok());
      std::array<std::uint8_t, 1> byte{'x'};
      static_cast<void>(stdnet::os::send(socket.get(), byte));
      const auto got = stdnet::os::recv(socket.get(), byte);
      REQUIRE((got.ok() || got.error().is(ECONNRESET)));
      if (!got.ok() || got.value() == 0) {
        ++refused;
        break;
      }
      // The server gave up its spare one for a moment, which the duplicate has got, and gives back.
      REQUIRE(stdnet::os::shutdown(socket.get(), SHUT_WR).ok());
      CHECK(stdnet::os::recv(socket.get(), byte).value() == 0);
    }
  }
  CHECK(refused == 1);
  recorder.wait_for([&] { return recorder.drops.size() == refused; });
  for (const auto& drop : recorder.drops) CHECK(drop.reason == DropReason::NoDescriptor);
  const Peer peer(served.server->local_address());
  peer.send("room");
  CHECK(peer.receive_exactly(4) == "room");
}

TEST_CASE("the thread's other work has its turn: soon while there is much to do, later otherwise") {
  Recorder recorder;
  Served served(recorder);
  std::atomic<int> turns{0};
  Handler handler;
  handler.leaves = [&] {
    ++turns;
    return false;
  };
  hire(served, handler);
  const Peer peer(served.server->local_address());
  const int before = turns;
  while (turns < before + 5) {
    peer.send("x");
    CHECK(peer.receive_exactly(1) == "x");
  }
}
