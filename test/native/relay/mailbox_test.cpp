#include "native/relay/mailbox.h"

#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "native/relay/relays.h"

using namespace stdnet::relay;

namespace {

/// A mailbox that counts its rings, and relays to put something into it.
struct MailWorld {
  std::atomic<int> rings{0};
  Relays relays{{}, [this] { ++rings; }};
  Mailbox& mailbox = relays.mailbox();
};

}  // namespace

TEST_CASE("the first message rings, those behind it do not, until all were taken") {
  MailWorld world;
  Relay& relay = world.relays.take();
  Batch batch;
  CHECK_FALSE(world.mailbox.take(batch));
  for (int round = 1; round <= 3; ++round) {
    for (int i = 0; i < 10; ++i) world.mailbox.put(relay, Said::Drained);
    CHECK(world.rings == round);
    REQUIRE(world.mailbox.take(batch));
    CHECK(batch.messages.size() == 10);
    batch.clear();
    CHECK_FALSE(world.mailbox.take(batch));
  }
}

TEST_CASE("messages come in their order, with their bytes") {
  MailWorld world;
  Relay& one = world.relays.take();
  Relay& other = world.relays.take();
  const std::vector<std::uint8_t> few{1, 2, 3};
  const std::vector<std::uint8_t> more{4, 5};
  Chunk chunk;
  chunk.room()[Batch::kLarge - 1] = 9;
  world.mailbox.put(one, Said::Opened);
  world.mailbox.put_bytes(one, few);
  world.mailbox.put_chunk(other, std::move(chunk), Batch::kLarge);
  world.mailbox.put_bytes(other, more);
  world.mailbox.put(one, Said::Ended);
  world.mailbox.put(one, Said::Closed);

  Batch batch;
  REQUIRE(world.mailbox.take(batch));
  const std::vector<std::pair<Relay*, Said>> expected{{&one, Said::Opened},  {&one, Said::Bytes},
                                                      {&other, Said::Bytes}, {&other, Said::Bytes},
                                                      {&one, Said::Ended},   {&one, Said::Closed}};
  REQUIRE(batch.messages.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(batch.messages[i].relay == expected[i].first);
    CHECK(batch.messages[i].what == expected[i].second);
  }
  CHECK(batch.messages[1].size == 3);
  CHECK(batch.messages[2].size == Batch::kLarge);
  CHECK(batch.messages[3].size == 2);
  CHECK(batch.slab == std::vector<std::uint8_t>{1, 2, 3, 4, 5});
  REQUIRE(batch.chunks.size() == 1);
  CHECK(batch.chunks[0].room()[Batch::kLarge - 1] == 9);
}

TEST_CASE("what a burst has taken is not kept") {
  MailWorld world;
  Relay& relay = world.relays.take();
  const std::vector<std::uint8_t> bytes(1'000);
  Batch batch;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 100'000; ++i) world.mailbox.put_bytes(relay, bytes);
    REQUIRE(world.mailbox.take(batch));
    CHECK(batch.slab.size() == 100'000'000);
    batch.clear();
    CHECK(batch.slab.capacity() == 0);
    CHECK(batch.messages.capacity() == 0);
    CHECK_FALSE(world.mailbox.take(batch));
  }
  for (int i = 0; i < 100; ++i) world.mailbox.put_bytes(relay, bytes);
  REQUIRE(world.mailbox.take(batch));
  batch.clear();
  CHECK(batch.slab.capacity() >= 100'000);
}

TEST_CASE("no message is lost between threads, and none without a ring") {
  constexpr int kThreads = 4;
  constexpr std::uint32_t kMessages = 50'000;
  MailWorld world;
  std::vector<Relay*> relays;
  for (int i = 0; i < kThreads; ++i) relays.push_back(&world.relays.take());
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (Relay* relay : relays) {
    threads.emplace_back([&world, relay] {
      const std::vector<std::uint8_t> byte(1);
      for (std::uint32_t i = 0; i < kMessages; ++i) world.mailbox.put_bytes(*relay, byte);
    });
  }
  std::uint32_t taken = 0;
  int heard = 0;
  Batch batch;
  while (taken < kThreads * kMessages) {
    if (world.rings == heard) {
      std::this_thread::yield();
      continue;
    }
    heard = world.rings;
    while (world.mailbox.take(batch)) {
      REQUIRE(batch.slab.size() == batch.messages.size());
      taken += static_cast<std::uint32_t>(batch.messages.size());
      batch.clear();
    }
  }
  for (auto& thread : threads) thread.join();
  CHECK_FALSE(world.mailbox.take(batch));
}
