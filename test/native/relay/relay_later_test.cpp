#include <doctest.h>
#include <poll.h>

#include "native/relay/relay.h"
#include "relay_world.h"

using stdnet::bytes_of;
using stdnet::relay::Relay;
using When = Relay::When;

namespace {

/// Whether something has arrived.
bool has_come(const World& world) {
  return stdnet::os::poll(world.peer.get(), POLLIN, 0).value();
}

}  // namespace

TEST_CASE("what is written to be sent later is sent by whoever is called, in its order") {
  World world;
  CHECK(world.relay.write(bytes_of("one "), When::Later) == 4);
  CHECK(world.relay.write(bytes_of("two "), When::Later) == 8);
  CHECK(world.relay.write(bytes_of("three"), When::Now) == 13);
  CHECK_FALSE(has_come(world));
  world.relay.send_soon();
  CHECK(world.mover.sends == 1);
  CHECK_FALSE(world.relay.flush());
  CHECK(world.receive() == 13);
  CHECK(world.relay.write(bytes_of("now"), When::Now) == 0);
  CHECK(world.receive() == 3);
  CHECK(world.mover.watches == 0);
  CHECK_FALSE(world.close());
  world.relay.send_soon();
  CHECK(world.mover.sends == 1);
}

TEST_CASE("an end waits for what is sent later, and a destruction sends it at once") {
  World world;
  REQUIRE(world.relay.write(bytes_of("last"), When::Later));
  CHECK(world.relay.end());
  CHECK_FALSE(has_come(world));
  CHECK_FALSE(world.relay.flush());
  CHECK(world.receive() == 4);
  CHECK(world.receive() == 0);
  CHECK_FALSE(world.close());

  World other;
  REQUIRE(other.relay.write(bytes_of("gone"), When::Later));
  other.relay.destroy();
  CHECK(other.receive() == 4);
  CHECK(other.receive() == 0);
  CHECK_FALSE(other.close());
}

TEST_CASE("what is sent later and finds no room is watched for") {
  World world;
  const std::vector<std::uint8_t> block(std::size_t{1} << 20U);
  std::size_t size = 0;
  for (; size < (std::size_t{64} << 20U); size += block.size())
    REQUIRE(world.relay.write(block, When::Later));
  CHECK(world.mover.watches == 0);
  while (world.relay.flush()) {
  }
  CHECK(world.mover.watches == 1);
  CHECK_FALSE(world.close());
}
