// What Store::bytes() counts, and what happens at the limit.
#include <doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "native/kv/store.h"
#include "value_of.h"

using stdnet::kv::Entry;
using stdnet::kv::Slot;
using stdnet::kv::Store;

namespace {

constexpr std::size_t kOne = 1 + 10 + Entry::kOverhead;  // a key of one byte and a value of ten

}  // namespace

TEST_CASE("bytes: keys, values and a constant for each key") {
  Store store({1, 2});
  CHECK(store.bytes() == 0);
  CHECK(store.set("k", "0123456789"));
  CHECK(store.bytes() == kOne);
  CHECK(store.set("k", "01234"));
  CHECK(store.bytes() == kOne - 5);
  CHECK(store.set("longer", ""));
  CHECK(store.bytes() == kOne - 5 + 6 + Entry::kOverhead);
  CHECK(store.erase("k"));
  CHECK_FALSE(store.erase("k"));
  CHECK(store.bytes() == 6 + Entry::kOverhead);
  store.clear();
  CHECK(store.bytes() == 0);
  CHECK(store.size() == 0);
  CHECK(value_of(store, "longer") == "(none)");
}

TEST_CASE("a set over the limit is refused, and what was there stays") {
  Store store({1, 2}, 2 * kOne);
  CHECK(store.set("a", "0123456789"));
  CHECK(store.set("b", "0123456789"));
  CHECK(store.bytes() == 2 * kOne);
  CHECK_FALSE(store.set("c", ""));
  CHECK_FALSE(store.set("a", "0123456789+"));
  CHECK(value_of(store, "a") == "0123456789");
  CHECK(value_of(store, "c") == "(none)");
  CHECK(store.set("a", "9876543210"));
  CHECK(store.set("a", "98765"));
  CHECK(store.set("b", "0123456789+++++"));
  CHECK_FALSE(store.set("b", "0123456789++++++"));
  CHECK(store.erase("a"));
  CHECK(store.set("c", "01234"));
  CHECK(store.size() == 2);
}

TEST_CASE("an append over the limit is refused") {
  Store store({1, 2}, kOne);
  {
    Slot slot = store.at("k");
    CHECK(slot.append("01234"));
    CHECK(slot.append("56789"));
    CHECK_FALSE(slot.append("x"));
    CHECK(slot.value() == "0123456789");
  }
  CHECK(store.bytes() == kOne);
}

TEST_CASE("set_all sets all or nothing") {
  Store store({1, 2}, 3 * kOne);
  using Pairs = std::array<std::string_view, 4>;
  CHECK(store.set_all(Pairs{"a", "0123456789", "b", "0123456789"}));
  CHECK_FALSE(store.set_all(Pairs{"c", "0123456789", "d", "0123456789"}));
  CHECK(value_of(store, "c") == "(none)");
  CHECK(store.bytes() == 2 * kOne);
  SUBCASE("of a key that comes twice the last counts; there must be room for both") {
    CHECK_FALSE(store.set_all(Pairs{"c", "0123456789", "c", "short"}));
    CHECK(store.erase("b"));
    CHECK(store.set_all(Pairs{"c", "0123456789", "c", "short"}));
    CHECK(value_of(store, "c") == "short");
    CHECK(store.bytes() == 2 * kOne - 5);
  }
  SUBCASE("what is no longer than before fits in a full store") {
    CHECK(store.set("c", "0123456789"));
    CHECK(store.bytes() == 3 * kOne);
    CHECK(store.set_all(Pairs{"a", "9876543210", "b", "98765"}));
    CHECK(value_of(store, "b") == "98765");
    CHECK(store.bytes() == 3 * kOne - 5);
  }
}

TEST_CASE("threads that fill a store never get over its limit, and every byte is given back") {
  constexpr std::size_t kLimit = 100 * kOne;
  Store store({1, 2}, kLimit);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&store, writer] {
      for (std::size_t i = 0; i < 3000; ++i) {
        const std::string key = std::to_string((i * 7 + static_cast<std::size_t>(writer)) % 150);
        const std::string value(i % 40, 'v');
        if (i % 5 == 0) {
          store.erase(key);
        } else if (i % 5 == 1) {
          static_cast<void>(store.at(key).append(value));
        } else if (i % 5 == 2) {
          static_cast<void>(
              store.set_all(std::array<std::string_view, 4>{key, value, "both", value}));
        } else {
          static_cast<void>(store.set(key, value));
        }
      }
    });
  }
  std::size_t most = 0;
  for (int i = 0; i < 3000; ++i) most = std::max(most, store.bytes());
  for (std::thread& writer : writers) writer.join();
  CHECK(most <= kLimit);
  for (int i = 0; i < 150; ++i) store.erase(std::to_string(i));
  store.erase("both");
  CHECK(store.bytes() == 0);
}
