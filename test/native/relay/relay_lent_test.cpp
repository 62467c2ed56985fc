#include <doctest.h>
#include <poll.h>

#include <thread>

#include "native/relay/relay.h"
#include "relay_world.h"

using stdnet::relay::Chunk;
using stdnet::relay::Relay;
using Progress = Relay::Progress;

namespace {

/// In a stream, of which JavaScript has taken nothing yet; it has received two chunks.
struct Lent : World {
  std::vector<std::uint8_t> room = std::vector<std::uint8_t>(2 * Chunk::kSize);

  Lent() {
    CHECK(read_whole() == Progress::Again);
    CHECK(read_whole() == Progress::Held);
    CHECK(mover.loans == 1);
  }
  Progress read_whole() {
    send(std::string(Chunk::kSize, 'x'));
    return relay.read(chunk, MSG_WAITALL);
  }
  /// What JavaScript receives when something is on its way.
  std::string receive_some() {
    CHECK(stdnet::os::poll(relay.entry()->fd.get(), POLLIN, 20'000'000).value());
    const std::size_t got = relay.receive(room);
    return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got)};
  }
};

}  // namespace

TEST_CASE("in a stream that it does not keep up with JavaScript receives, until it finds nothing") {
  Lent world;
  world.send("more");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Held);
  CHECK(world.said() == "OBBL");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Held);
  CHECK(world.receive_some() == "more");
  world.send("and more");
  CHECK(world.receive_some() == "and more");
  CHECK(world.relay.entry()->bytes_in.get() == 2 * Chunk::kSize + 12);

  CHECK(world.mover.returns == 0);
  CHECK(world.relay.receive(world.room) == 0);
  CHECK(world.mover.returns == 1);
  world.send("rest");
  CHECK(world.relay.receive(world.room) == 0);
  CHECK(world.mover.returns == 1);
  CHECK(world.relay.read(world.chunk, 0) == Progress::Short);
  CHECK(world.said() == "Brest");
  CHECK_FALSE(world.close());
}

TEST_CASE("while JavaScript keeps up a thread receives, however much comes at once") {
  World world;
  for (int i = 0; i < 4; ++i) {
    world.send(std::string(Chunk::kSize, 'x'));
    CHECK(world.relay.read(world.chunk, MSG_WAITALL) == Progress::Again);
    CHECK(world.said() == (i == 0 ? "OB" : "B"));
  }
  CHECK(world.mover.loans == 0);
  CHECK_FALSE(world.close());
}

TEST_CASE("while it is paused JavaScript receives nothing itself either, and goes on then") {
  Lent world;
  world.relay.pause();
  world.send("later");
  CHECK(world.receive_some().empty());
  CHECK(world.said() == "OBBL");
  world.relay.resume();
  CHECK(world.said() == "L");
  CHECK(world.mover.looks + world.mover.returns == 0);
  CHECK(world.receive_some() == "later");
  CHECK_FALSE(world.close());
}

TEST_CASE("the end of a peer whose bytes JavaScript receives is told by the thread, behind them") {
  Lent world;
  std::thread reader([&] {
    while (world.relay.wait_until_wanted()) static_cast<void>(world.relay.read(world.chunk, 0));
    world.relay.wait_until_over();
  });
  CHECK(world.said() == "OBBL");
  world.send("last");
  world.peer.reset();
  CHECK(world.receive_some() == "last");
  while (world.relay.receive(world.room) > 0) {
  }
  std::string said;
  while (said.empty()) said = world.said();
  CHECK(said == "E");
  CHECK_FALSE(world.relay.end());
  reader.join();
  CHECK_FALSE(world.close());
}

TEST_CASE("a reset that JavaScript finds first is told as one") {
  Lent world;
  REQUIRE(stdnet::os::set_linger(world.peer.get(), 0).ok());
  world.peer.reset();
  CHECK(world.receive_some().empty());
  CHECK(world.relay.over());
  CHECK(world.relay.read(world.chunk, 0) == Progress::Over);
  const auto error = world.close();
  REQUIRE(error);
  CHECK(error->is(ECONNRESET));
}

TEST_CASE("a destroyed one is received from no more, and its reader is let go") {
  Lent world;
  std::thread reader([&] {
    while (world.relay.wait_until_wanted()) static_cast<void>(world.relay.read(world.chunk, 0));
    world.relay.wait_until_over();
  });
  world.send("lost");
  world.relay.destroy();
  reader.join();
  CHECK(world.relay.receive(world.room) == 0);
  CHECK_FALSE(world.close());
  CHECK(world.relay.receive(world.room) == 0);
}
