#include "native/server/prefork/worker.h"

#include <doctest.h>

#include <array>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "../../support/descriptor_limit.h"
#include "../../support/test_waiter.h"
#include "native/server/prefork/registry.h"
#include "served.h"

using namespace std::chrono_literals;
using stdnet::Error;
using stdnet::ErrorKind;
using stdnet::server::DropReason;
using stdnet::server::Prefork;
using stdnet::server::PreforkWorker;

namespace {

/// What a handler does with a connection.
using Serve = std::function<std::optional<Error>(int fd)>;

std::optional<Error> echo(int fd) {
  std::array<std::uint8_t, 4096> buffer{};
  for (;;) {
    const auto got = stdnet::os::recv(fd, buffer);
    if (!got) return got.error();
    if (got.value() == 0) return std::nullopt;
    const auto sent = stdnet::os::send(fd, std::span(buffer).first(got.value()));
    if (!sent) return sent.error();
  }
}

/// One more worker. It serves until the server is over, or `connections`.
void hire(Served& served, Serve serve, int connections = 1'000'000) {
  served.hire(Prefork::Form::One,
              [serve = std::move(serve), connections](std::shared_ptr<Prefork> prefork) mutable {
                stdnet::test::TestWaiter waiter;
                PreforkWorker worker(std::move(prefork));
                while (connections > 0 && !worker.over()) {
                  auto visitor = worker.accept(waiter, stdnet::net::Clock::now() + 50ms);
                  REQUIRE(visitor.ok());
                  if (!visitor.value()) continue;
                  if (--connections == 0) return;  // gone in the middle
                  worker.done(serve(visitor.value()->stream.get()));
                }
              });
}

}  // namespace

TEST_CASE("workers serve connections, each one at a time, and are there once the first has come") {
  Recorder recorder;
  Served served(recorder);
  const auto address = served.server->local_address();
  const Peer early(address);
  early.send("early");
  hire(served, echo);
  CHECK(early.receive_exactly(5) == "early");
  const Peer waiting(address);
  waiting.send("waiting");
  CHECK(served.server->stats().active == 1);
  hire(served, echo);
  CHECK(waiting.receive_exactly(7) == "waiting");
  CHECK(served.server->stats().threads == 3);
  early.end();
  waiting.end();
  CHECK(early.receive_to_end().empty());
  CHECK(waiting.receive_to_end().empty());
  recorder.wait_for([&] { return recorder.disconnections.size() == 2; });
}

TEST_CASE("many connections at once, and many one after the other") {
  Recorder recorder;
  Served served(recorder);
  for (int i = 0; i < 3; ++i) hire(served, echo);
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const Peer peer(served.server->local_address());
        peer.send("x");
        peer.end();
        REQUIRE(peer.receive_to_end() == "x");
      }
    });
  }
  for (std::thread& client : clients) client.join();
  recorder.wait_for([&] { return recorder.disconnections.size() == 800; });
  CHECK(served.server->stats().ended == 800);
}

TEST_CASE(
    "what a handler fails with is told, and its connection is shut down with all duplicates") {
  Recorder recorder;
  Served served(recorder);
  stdnet::os::Fd kept;
  hire(served, [&](int fd) {
    kept = stdnet::os::duplicate(fd).value();
    return Error::of(ErrorKind::InvalidData, "ERR_TEST", "of the test");
  });
  const Peer peer(served.server->local_address());
  CHECK(peer.is_closed());
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->code == "ERR_TEST");
  CHECK(served.server->stats().errors[static_cast<std::size_t>(ErrorKind::InvalidData)] == 1);
}

TEST_CASE("a worker that leaves in the middle ends its connection, and others go on") {
  Recorder recorder;
  Served served(recorder);
  hire(served, echo, 1);
  const Peer peer(served.server->local_address());
  CHECK(peer.is_closed());
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  REQUIRE(recorder.disconnections[0].error);
  CHECK(recorder.disconnections[0].error->code == "ERR_WORKER_DIED");
  hire(served, echo);
  const Peer next(served.server->local_address());
  next.send("x");
  CHECK(next.receive_exactly(1) == "x");
}

TEST_CASE("close() wakes workers that accept and that read, and the port is free") {
  Recorder recorder;
  const auto address = [&] {
    Served served(recorder);
    const auto local = served.server->local_address();
    for (int i = 0; i < 3; ++i) hire(served, echo);
    const Peer peer(local);
    recorder.wait_for([&] { return recorder.connections.size() == 1; });
    served.server->close();
    CHECK(stdnet::net::listen(std::span(&local, 1), {}).ok());
    CHECK(peer.is_closed());
    return local;
  }();
  CHECK(recorder.closed == 1);
  CHECK_FALSE(recorder.disconnections.at(0).error);
  CHECK(stdnet::net::listen(std::span(&address, 1), {}).ok());
}

TEST_CASE("a drain serves what is in the queue, with as many workers as there are") {
  Recorder recorder;
  Served served(recorder);
  const auto address = served.server->local_address();
  hire(served, echo);
  const Peer first(address);
  recorder.wait_for([&] { return recorder.connections.size() == 1; });
  const Peer second(address);
  second.send("second");
  second.end();
  served.server->shutdown(20s);
  CHECK(stdnet::net::listen(std::span(&address, 1), {}).ok());
  first.send("first");
  first.end();
  CHECK(first.receive_to_end() == "first");
  CHECK(second.receive_to_end() == "second");
  recorder.wait_for([&] { return recorder.closed == 1; });
  CHECK(served.prefork().join(Prefork::Form::One).value() == Prefork::Joined::Over);
}

TEST_CASE("a drain that is over ends what is being served, and what nobody has come to serve") {
  Recorder recorder;
  Served served(recorder);
  const auto address = served.server->local_address();
  hire(served, echo);
  const Peer first(address);
  recorder.wait_for([&] { return recorder.connections.size() == 1; });
  const Peer second(address);
  served.server->shutdown(100ms);
  CHECK(first.receive_to_end().empty());
  CHECK(second.is_closed());
  recorder.wait_for([&] { return recorder.closed == 1; });
}

TEST_CASE("one over the maximum is closed at once") {
  Recorder recorder;
  Served served(recorder, {.max_connections = 1});
  for (int i = 0; i < 2; ++i) hire(served, echo);
  expect_one_over_the_maximum_to_be_closed(served, recorder);
}

TEST_CASE("without descriptors connections are refused, and served again when there are some") {
  Recorder recorder;
  Served served(recorder);
  hire(served, echo);
  {
    const Peer peer(served.server->local_address());
    recorder.wait_for([&] { return recorder.connections.size() == 1; });
  }
  recorder.wait_for([&] { return recorder.disconnections.size() == 1; });
  std::vector<stdnet::os::Fd> sockets;
  for (int i = 0; i < 5; ++i) sockets.push_back(client_socket());
  {
    stdnet::test::DescriptorLimit none(sockets.back().get() + 1);
    none.use_up(sockets.back());
    for (const auto& socket : sockets) {
      CHECK(stdnet::os::connect(socket.get(), served.server->local_address()).ok());
      std::array<std::uint8_t, 1> byte{};
      const auto got = stdnet::os::recv(socket.get(), byte);
      CHECK((got.ok() ? got.value() == 0 : got.error().is(ECONNRESET)));
    }
  }
  recorder.wait_for([&] { return recorder.drops.size() == sockets.size(); });
  for (const auto& drop : recorder.drops) CHECK(drop.reason == DropReason::NoDescriptor);
  const Peer peer(served.server->local_address());
  peer.send("room");
  CHECK(peer.receive_exactly(4) == "room");
}

TEST_CASE("a server is found by its id until it is retracted, or gone") {
  using namespace stdnet::server::preforks;
  CHECK(find("a") == nullptr);
  auto prefork = Prefork::create(listening()).value();
  publish("a", prefork);
  CHECK(find("a") == prefork);
  retract("a");
  CHECK(find("a") == nullptr);
  publish("b", prefork);
  prefork.reset();
  CHECK(find("b") == nullptr);
  retract("b");
}

TEST_CASE("texts are kept, and not without a bound") {
  auto prefork = Prefork::create(listening()).value();
  const auto code = prefork->keep("ERR_MINE");
  for (int i = 0; i < 1'000; ++i) static_cast<void>(prefork->keep(std::to_string(i)));
  CHECK(prefork->keep("ERR_MINE").data() == code.data());
  CHECK(prefork->keep("1000") == "ERR_OTHER");
}
