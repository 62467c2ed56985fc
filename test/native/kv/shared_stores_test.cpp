#include "native/kv/shared_stores.h"

#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using stdnet::kv::Seed;
namespace shared_stores = stdnet::kv::shared_stores;

TEST_CASE("whoever knows the id finds the very store") {
  const auto one = shared_stores::create("one", Seed{1, 2}, std::nullopt);
  const auto other = shared_stores::create("other", Seed{1, 2}, 1000);
  CHECK(shared_stores::find("one") == one);
  CHECK(shared_stores::find("other") == other);
  CHECK(one->set("key", std::string(2000, 'x')));
  CHECK_FALSE(other->set("key", std::string(2000, 'x')));
  for (const char* id : {"", "on", "one ", "One"}) CHECK(shared_stores::find(id) == nullptr);
}

TEST_CASE("it is found as long as somebody holds it, and not longer") {
  auto first = shared_stores::create("held", Seed{1, 2}, std::nullopt);
  REQUIRE(first->set("key", "value"));
  auto second = shared_stores::find("held");
  first.reset();
  CHECK(shared_stores::find("held") == second);
  second.reset();
  CHECK(shared_stores::find("held") == nullptr);

  const auto again = shared_stores::create("held", Seed{1, 2}, std::nullopt);
  CHECK(again->size() == 0);
  CHECK(shared_stores::find("held") == again);
}

TEST_CASE("threads find, use and let go of stores while others make them") {
  std::atomic<int> found{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&found, t] {
      for (int i = 0; i < 500; ++i) {
        const std::string mine = std::to_string(t) + ":" + std::to_string(i);
        const auto store = shared_stores::create(mine, Seed{1, 2}, std::nullopt);
        static_cast<void>(store->set("key", mine));
        const auto others =
            shared_stores::find(std::to_string((t + 1) % 4) + ":" + std::to_string(i));
        if (others) static_cast<void>(others->set("key", "theirs"));
        if (shared_stores::find(mine) == store) ++found;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(found == 4 * 500);
}
