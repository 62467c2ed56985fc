#include "native/relay/relay.h"

#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "../support/sockets.h"
#include "native/os/errno.h"
#include "native/os/socket_options.h"
#include "native/relay/relays.h"

using namespace std::chrono_literals;
using namespace stdnet::relay;
using stdnet::bytes_of;
using stdnet::Error;
using stdnet::Result;
using Progress = Relay::Progress;

namespace {

struct Counting : Mover {
  std::atomic<int> looks{0};
  std::atomic<int> watches{0};
  std::optional<Error> refusal;

  void look_again(Relay& relay) override {
    ++looks;
    relay.notify();
  }
  Result<void> watch(Relay& /*relay*/) override {
    ++watches;
    if (refusal) return *refusal;
    return {};
  }
};

/// A relay with a connection, its peer, and what is said to JavaScript.
struct World {
  stdnet::server::ConnectionTable table{std::nullopt};
  Counting mover;
  Relays relays;
  Relay& relay;
  stdnet::os::Fd peer;
  Chunk chunk;
  Batch batch;

  explicit World(const stdnet::server::Options& options = {})
      : relays(options, [] {}), relay(relays.take()) {
    occupy();
  }
  void occupy() {
    stdnet::test::Pair pair;
    using stdnet::os::Direction;
    REQUIRE(stdnet::os::set_timeout(pair.client.get(), Direction::Read, 20s).ok());
    peer = std::move(pair.client);
    relay.occupy(table.add(std::move(pair.server), {}).value(), mover);
    table.begin(relay.entry());
    relay.open();
  }
  std::optional<Error> close() {
    auto error = relay.close();
    static_cast<void>(table.end(relay.entry(), error));
    return error;
  }

  /// What was said since the last call; bytes are taken.
  std::string said() {
    std::string text;
    batch.clear();
    if (!relays.mailbox().take(batch)) return text;
    std::size_t at = 0;
    for (const auto& message : batch.messages) {
      text += "OBEDC"[static_cast<std::size_t>(message.what)];
      if (message.what != Said::Bytes) continue;
      if (message.size < Batch::kLarge) {
        text.append(reinterpret_cast<const char*>(batch.slab.data()) + at, message.size);
        at += message.size;
      }
      relay.taken(message.size);
    }
    return text;
  }
  void send(std::string_view text) const {
    REQUIRE(stdnet::os::send(peer.get(), bytes_of(text)).value() == text.size());
  }
  std::size_t receive() const {
    static std::array<std::uint8_t, 65536> bytes;
    return stdnet::os::recv(peer.get(), bytes).value();
  }
  /// So many bytes, and no more for now.
  void drain(std::size_t size) const {
    while (size > 0) {
      const std::size_t got = receive();
      REQUIRE(got > 0);
      size -= got;
    }
  }
  /// Writes until something waits; how much was written.
  std::size_t stuff() const {
    const std::vector<std::uint8_t> block(std::size_t{1} << 20U);
    std::size_t size = 0;
    for (;;) {
      const auto waiting = relay.write(block);
      REQUIRE(waiting);
      size += block.size();
      if (*waiting > 0) return size;
    }
  }
};

}  // namespace

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
  CHECK(world.relay.write(bytes_of("tail")));
  CHECK_FALSE(world.relay.flush());
  CHECK(world.said() == "O");
  std::thread reader([&] { world.drain(size + 4); });
  while (world.said() != "D") static_cast<void>(world.relay.flush());
  reader.join();
  world.stuff();
  CHECK(world.mover.watches == 1);
  CHECK_FALSE(world.close());
}

TEST_CASE("a long backlog leaves in turns") {
  World world;
  const std::size_t size = world.stuff();
  const std::vector<std::uint8_t> much(std::size_t{30} << 20U);
  REQUIRE(world.relay.write(much));
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
  CHECK_FALSE(world.relay.write(bytes_of("too late")));
  CHECK_FALSE(world.relay.over());
  std::thread reader([&] {
    world.drain(size);
    CHECK(world.receive() == 0);
  });
  while (world.said() != "D") static_cast<void>(world.relay.flush());
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
    CHECK_FALSE(world.relay.write(bytes_of("x")));
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

TEST_CASE("a reset ends it, once, with the error") {
  World world;
  world.send("last");
  CHECK(world.relay.read(world.chunk, 0) == Progress::Short);
  REQUIRE(stdnet::os::set_linger(world.peer.get(), 0).ok());
  world.peer.reset();
  CHECK(world.relay.read(world.chunk, 0) == Progress::Over);
  CHECK(world.relay.over());
  CHECK_FALSE(world.relay.write(bytes_of("x")));
  CHECK_FALSE(world.relay.end());
  const auto error = world.close();
  REQUIRE(error);
  CHECK(error->is(ECONNRESET));
  CHECK(world.relay.error()->is(ECONNRESET));
}

TEST_CASE("a peer that is gone ends a write with an error") {
  World world;
  world.peer.reset();
  while (world.relay.write(bytes_of("x"))) {
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
  while (world.relay.write(block)) {
  }
  CHECK(world.relay.over());
  const auto error = world.close();
  REQUIRE(error);
  CHECK(error->is(ENOSPC));
}

TEST_CASE("a peer that neither sends nor takes anything is ended by the idle limit, and forgotten") {
  World world({.idle_timeout = 10s});
  const auto now = Relay::Clock::now();
  world.stuff();
  world.relay.check(now + 5s);
  CHECK_FALSE(world.relay.over());
  // What is in the kernel may be on its way: one more period.
  world.relay.check(now + 11s);
  CHECK_FALSE(world.relay.over());
  world.relay.check(now + 22s);
  CHECK(world.relay.over());
  CHECK(stdnet::os::linger(world.relay.entry()->fd.get()).value() == 0);
  CHECK(world.close()->code == "ERR_IDLE_TIMEOUT");
  // The next one in its place has all of its time.
  world.relay.vacate();
  world.occupy();
  const auto later = Relay::Clock::now();
  world.stuff();
  world.relay.check(later + 11s);
  CHECK_FALSE(world.relay.over());
  CHECK_FALSE(world.close());
}

TEST_CASE("a peer that does not read is ended by the write limit") {
  World world({.write_timeout = 10s});
  world.stuff();
  const auto now = Relay::Clock::now();
  world.relay.check(now + 9s);
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
