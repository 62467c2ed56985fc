#include "native/relay/relay.h"

#include <doctest.h>

#include <vector>

#include "native/os/errno.h"
#include "relay_world.h"

using namespace std::chrono_literals;
using namespace stdnet::relay;
using stdnet::bytes_of;
using Progress = Relay::Progress;

TEST_CASE("a reset ends it, once, with the error") {
  World world;
  world.send("last");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Short);
  REQUIRE(stdnet::os::set_linger(world.peer.get(), 0).ok());
  world.peer.reset();
  CHECK(world.relay.read(world.chunk, 0) == Progress::Over);
  CHECK(world.relay.over());
  CHECK_FALSE(world.relay.write(bytes_of("x"), Relay::When::Now));
  CHECK_FALSE(world.relay.end());
  const auto error = world.close();
  REQUIRE(error);
  CHECK(error->is(ECONNRESET));
  CHECK(world.relay.error()->is(ECONNRESET));
}

TEST_CASE("a peer that is gone ends a write with an error") {
  World world;
  world.peer.reset();
  while (world.relay.write(bytes_of("x"), Relay::When::Now)) {
  }
  CHECK(world.relay.over());
  const auto error = world.close();
  REQUIRE(error);
  CHECK((error->is(EPIPE) || error->is(ECONNRESET)));
}

TEST_CASE("where nobody can watch for room, it ends with the reason") {
  World world;
  world.mover.refusal = stdnet::os::error_of(ENOSPC, "epoll_ctl");
  const std::vector<std::uint8_t> block(std::size_t{1} << 20U);
  while (world.relay.write(block, Relay::When::Now)) {
  }
  CHECK(world.relay.over());
  const auto error = world.close();
  REQUIRE(error);
  CHECK(error->is(ENOSPC));
}

TEST_CASE(
    "a peer that neither sends nor takes anything is ended by the idle limit, and forgotten") {
  World world({.idle_timeout = 10s});
  const auto now = Relay::Clock::now();
  world.stuff();
  world.relay.check(now + 5s);
  CHECK_FALSE(world.relay.over());
  // What is in the kernel may be on its way: one more period, and another for as long as it is.
  int periods = 0;
  for (auto later = now + 20s; !world.relay.over(); later += 20s) {
    REQUIRE(++periods < 100);
    world.relay.check(later);
  }
  CHECK(periods >= 2);
  CHECK(stdnet::os::linger(world.relay.entry()->fd.get()).value() == 0);
  CHECK(world.close()->code == "ERR_IDLE_TIMEOUT");
  // The next one in its place has all of its time.
  world.relay.vacate();
  world.occupy();
  const auto later = Relay::Clock::now();
  world.stuff();
  world.relay.check(later + 20s);
  CHECK_FALSE(world.relay.over());
  CHECK_FALSE(world.close());
}

TEST_CASE("a peer that does not read is ended by the write limit") {
  World world({.write_timeout = 10s});
  world.stuff();
  const auto now = Relay::Clock::now();
  world.relay.check(now + 5s);
  CHECK_FALSE(world.relay.over());
  world.relay.check(now + 11s);
  CHECK(world.relay.over());
  CHECK(world.close()->code == "ERR_WRITE_TIMEOUT");
}

TEST_CASE("an edge that comes late waits for whoever moves in") {
  World world;
  Relay& relay = world.relay;
  // Of the connection before: the place is still its taker's.
  CHECK_FALSE(relay.signal(false));
  CHECK(relay.let_go());
  CHECK(relay.signal(false));
  CHECK(relay.park());
  CHECK_FALSE(world.close());
  relay.vacate();
  CHECK_FALSE(relay.signal(true));
  world.occupy();
  CHECK_FALSE(relay.last());
  CHECK_FALSE(relay.let_go());
  CHECK(relay.signal(true));
  CHECK(relay.last());
  CHECK_FALSE(world.close());
}
