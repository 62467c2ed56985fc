#include "native/relay/relay.h"

#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "relay_world.h"

using namespace std::chrono_literals;
using namespace stdnet::relay;
using stdnet::bytes_of;
using Progress = Relay::Progress;

TEST_CASE("what comes is put into the mailbox, up to the peer's end") {
  World world;
  CHECK(world.relay.read(world.chunk, MSG_DONTWAIT) == Progress::Nothing);
  world.send("hello");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Short);
  world.send(std::string(Batch::kLarge, 'x'));
  CHECK(world.relay.read(world.chunk, 0) != Progress::Over);
  world.peer.reset();
  while (world.relay.read(world.chunk, 0) != Progress::Over) {
  }
  CHECK(world.relay.read(world.chunk, 0) == Progress::Over);
  CHECK(world.said() == "OBhelloBE");
  CHECK_FALSE(world.relay.over());
  world.relay.end();
  CHECK(world.relay.over());
  CHECK_FALSE(world.close());
}

TEST_CASE("once enough waits nothing is received, until half of it was taken") {
  World world;
  std::size_t pieces = 0;
  do {
    world.send("1234567");
    ++pieces;
  } while (world.relay.read(world.chunk, 0) != Progress::Held);
  // Each counts for more than it has.
  CHECK(pieces == Relay::kCredit / Batch::cost(7) + 1);
  CHECK(world.relay.read(world.chunk, 0) == Progress::Held);
  CHECK(world.mover.looks == 0);
  CHECK(world.said().size() == 1 + 8 * pieces);
  CHECK(world.mover.looks == 1);
  CHECK(world.relay.read(world.chunk, MSG_DONTWAIT) == Progress::Nothing);
  CHECK_FALSE(world.close());
}

TEST_CASE("a chunk of few bytes counts for a good part of what it keeps") {
  World world;
  int chunks = 0;
  do {
    world.send(std::string(Batch::kLarge, 'x'));
    ++chunks;
  } while (world.relay.read(world.chunk, 0) != Progress::Held && chunks < 100);
  CHECK(chunks <= 64);
  CHECK_FALSE(world.close());
}

TEST_CASE("while it is paused nothing is received") {
  World world;
  world.relay.pause();
  world.send("later");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Held);
  world.relay.resume();
  world.relay.resume();
  CHECK(world.mover.looks == 1);
  CHECK(world.relay.read(world.chunk, 0) == Progress::Short);
  CHECK(world.said() == "OBlater");
  CHECK_FALSE(world.close());
}

TEST_CASE("what finds no room waits, and leaves when there is some, in its order") {
  World world;
  const std::size_t size = world.stuff();
  CHECK(world.mover.watches == 1);
  CHECK(world.relay.write(bytes_of("tail"), Relay::When::Now));
  std::thread reader([&] { world.drain(size + 4); });
  world.flush_until_drained();
  reader.join();
  world.stuff();
  CHECK(world.mover.watches == 1);
  CHECK_FALSE(world.close());
}

TEST_CASE("a long backlog leaves in turns") {
  World world;
  const std::size_t size = world.stuff();
  const std::vector<std::uint8_t> much(std::size_t{30} << 20U);
  REQUIRE(world.relay.write(much, Relay::When::Now));
  std::atomic<bool> done{false};
  std::thread reader([&] {
    world.drain(size + much.size());
    done = true;
  });
  std::uint64_t before = world.relay.entry()->bytes_out.get();
  while (!done) {
    static_cast<void>(world.relay.flush());
    const std::uint64_t now = world.relay.entry()->bytes_out.get();
    REQUIRE(now - before <= Relay::kTurn);
    before = now;
  }
  reader.join();
  CHECK_FALSE(world.close());
}

TEST_CASE("an end waits for what is to be sent before, and says when it was") {
  World world;
  const std::size_t size = world.stuff();
  CHECK(world.relay.end());
  CHECK_FALSE(world.relay.write(bytes_of("too late"), Relay::When::Now));
  CHECK_FALSE(world.relay.over());
  std::thread reader([&] {
    world.drain(size);
    CHECK(world.receive() == 0);
  });
  world.flush_until_drained();
  reader.join();
  CHECK(stdnet::os::shutdown(world.peer.get(), SHUT_WR).ok());
  CHECK(world.relay.read(world.chunk, 0) == Progress::Over);
  CHECK(world.relay.over());
  CHECK(world.said() == "E");
  CHECK_FALSE(world.close());

  World quick;
  CHECK_FALSE(quick.relay.end());
  CHECK_FALSE(quick.relay.end());
  CHECK(quick.said() == "O");
  CHECK_FALSE(quick.close());
}

TEST_CASE("destroy() reaches a reader that blocks, in recv or for JavaScript") {
  for (const bool paused : {false, true}) {
    World world;
    if (paused) world.relay.pause();
    std::thread reader([&] {
      while (world.relay.wait_until_wanted()) static_cast<void>(world.relay.read(world.chunk, 0));
      world.relay.wait_until_over();
    });
    world.relay.destroy();
    reader.join();
    CHECK(world.said() == "O");
    CHECK_FALSE(world.relay.write(bytes_of("x"), Relay::When::Now));
    CHECK_FALSE(world.close());
  }
}

TEST_CASE("an end from here wakes a reader that has seen its peer's") {
  World world;
  std::thread reader([&] {
    while (world.relay.wait_until_wanted()) static_cast<void>(world.relay.read(world.chunk, 0));
    world.relay.wait_until_over();
  });
  CHECK(stdnet::os::shutdown(world.peer.get(), SHUT_WR).ok());
  std::string said;
  while (said.find('E') == std::string::npos) said += world.said();
  world.relay.end();
  reader.join();
  CHECK_FALSE(world.close());
}
