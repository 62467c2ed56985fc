#include <doctest.h>

#include <atomic>

#include "parking.h"

using namespace std::chrono_literals;
using parking::Handler;
using parking::hire;
using stdnet::server::Prefork;

TEST_CASE("a worker that leaves ends its connections, and others get what it has not taken") {
  Recorder recorder;
  Served served(recorder);
  std::atomic<bool> leave{false};
  Handler handler;
  handler.leaves = [&] { return leave.load(); };
  hire(served, handler);
  const Peer first(served.server->local_address());
  const Peer second(served.server->local_address());
  recorder.wait_for([&] { return recorder.connections.size() == 2; });
  leave = true;
  CHECK(first.is_closed());
  CHECK(second.is_closed());
  recorder.wait_for([&] { return recorder.disconnections.size() == 2; });
  for (const auto& ended : recorder.disconnections) CHECK(ended.error->code == "ERR_WORKER_DIED");
  // Nobody is there: it waits for the next one.
  const Peer third(served.server->local_address());
  third.send("x");
  hire(served);
  CHECK(third.receive_exactly(1) == "x");
}

TEST_CASE("close() wakes workers, and the port is free") {
  Recorder recorder;
  {
    Served served(recorder);
    const auto local = served.server->local_address();
    for (int i = 0; i < 3; ++i) hire(served);
    const Peer peer(local);
    recorder.wait_for([&] { return recorder.connections.size() == 1; });
    served.server->close();
    CHECK(stdnet::net::listen(std::span(&local, 1), {}).ok());
    CHECK(peer.is_closed());
  }
  CHECK(recorder.closed == 1);
  CHECK_FALSE(recorder.disconnections.at(0).error);
}

TEST_CASE("close() before a worker has come, and after: it is told that there is nothing to do") {
  Recorder recorder;
  Served served(recorder);
  const Peer peer(served.server->local_address());
  served.server->close();
  recorder.wait_for([&] { return recorder.closed == 1; });
  CHECK(served.prefork().join(Prefork::Form::Many).value() == Prefork::Joined::Over);
}

TEST_CASE("a drain serves what is in the queue, and ends what goes on for too long") {
  Recorder recorder;
  Served served(recorder);
  const auto address = served.server->local_address();
  const Peer early(address);
  early.send("early");
  early.end();
  hire(served);
  const Peer slow(address);
  slow.send("s");
  CHECK(slow.receive_exactly(1) == "s");
  served.server->shutdown(200ms);
  CHECK(stdnet::net::listen(std::span(&address, 1), {}).ok());
  CHECK(early.receive_to_end() == "early");
  slow.send("t");
  CHECK(slow.receive_to_end() == "t");
  recorder.wait_for([&] { return recorder.closed == 1; });
}

TEST_CASE("a drain before any worker has come is served by the one that comes then") {
  Recorder recorder;
  Served served(recorder);
  const Peer peer(served.server->local_address());
  peer.send("early");
  peer.end();
  served.server->shutdown(20s);
  hire(served);
  CHECK(peer.receive_to_end() == "early");
  recorder.wait_for([&] { return recorder.closed == 1; });
}
