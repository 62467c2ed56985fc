// Cursors, and what is done to several keys at one moment.
#include <doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "native/kv/store.h"

using stdnet::kv::Entry;
using stdnet::kv::Slot;
using stdnet::kv::Store;

namespace {

std::string name(std::string_view prefix, int i) {
  return std::string(prefix) + std::to_string(i);
}

void set(Store& store, std::string_view prefix, int count) {
  for (int i = 0; i < count; ++i) REQUIRE(store.set(name(prefix, i), "v"));
}

}  // namespace

TEST_CASE("a scan visits every key once, in steps of the size that was asked for") {
  for (const int keys : {0, 1, 63, 1000, 5000}) {
    Store store({5, 6});
    set(store, "k", keys);
    for (const std::size_t step : {1U, 10U, 100'000U}) {
      std::set<std::string, std::less<>> seen;
      std::size_t visits = 0;
      std::uint64_t cursor = 0;
      do {
        const std::size_t before = visits;
        cursor = store.scan(cursor, step, [&](const Entry& entry) {
          seen.emplace(entry.key());
          ++visits;
        });
        CHECK(visits - before < step + 20);
      } while (cursor != 0);
      CHECK(seen.size() == static_cast<std::size_t>(keys));
      CHECK(visits == static_cast<std::size_t>(keys));
    }
  }
}

TEST_CASE("a scan finds whatever stays, while the table grows and shrinks under it") {
  for (const bool growing : {true, false}) {
    Store store({5, 6});
    set(store, "stays", 500);
    if (!growing) set(store, "other", 20'000);
    std::set<std::string, std::less<>> seen;
    std::uint64_t cursor = 0;
    int other = 0;
    do {
      cursor = store.scan(cursor, 7, [&](const Entry& entry) { seen.emplace(entry.key()); });
      for (int i = 0; i < 300; ++i, ++other) {
        if (growing && other < 20'000) REQUIRE(store.set(name("other", other), "v"));
        if (!growing) store.erase(name("other", other));
      }
    } while (cursor != 0);
    for (int i = 0; i < 500; ++i) CHECK(seen.contains(name("stays", i)));
  }
}

TEST_CASE("visit_all visits every key once") {
  for (const int keys : {0, 1, 63, 5000, 50'000}) {
    Store store({5, 6});
    set(store, "k", keys);
    std::multiset<std::string, std::less<>> seen;
    store.visit_all([&](const Entry& entry) { seen.emplace(entry.key()); });
    REQUIRE(seen.size() == static_cast<std::size_t>(keys));
    for (int i = 0; i < keys; ++i) CHECK(seen.count(name("k", i)) == 1);
  }
}

TEST_CASE("visit_all visits whatever stays once, while others grow and shrink the table") {
  Store store({5, 6});
  set(store, "stays", 20'000);
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) {
      for (int i = 0; i < 50'000; ++i) REQUIRE(store.set(name("other", i), "v"));
      for (int i = 0; i < 50'000; ++i) store.erase(name("other", i));
    }
  });
  for (int round = 0; round < 20; ++round) {
    std::map<std::string, int, std::less<>> visits;
    store.visit_all([&](const Entry& entry) {
      if (entry.key().starts_with("stays")) ++visits[std::string(entry.key())];
    });
    CHECK(visits.size() == 20'000);
    CHECK(std::ranges::all_of(visits, [](const auto& each) { return each.second == 1; }));
  }
  done = true;
  other.join();
}

TEST_CASE("any number is a cursor") {
  Store store({5, 6});
  set(store, "k", 1000);
  for (const std::uint64_t cursor : {std::uint64_t{12345}, ~std::uint64_t{0}, ~std::uint64_t{63}}) {
    static_cast<void>(store.scan(cursor, 10, [](const Entry&) {}));
  }
}

TEST_CASE("a slot makes reading and writing one step") {
  Store store({5, 6});
  const auto count = [&store] {
    for (int i = 0; i < 5000; ++i) {
      Slot slot = store.at("n");
      const int before = slot.found() ? std::stoi(std::string(slot.value())) : 0;
      static_cast<void>(slot.assign(std::to_string(before + 1)));
    }
  };
  std::thread one(count);
  std::thread two(count);
  one.join();
  two.join();
  CHECK(store.at("n").value() == "10000");
}

TEST_CASE("set_all and group see several keys at one moment, and never wait for each other") {
  Store store({5, 6});
  const std::array<std::string_view, 3> keys{"a", "b", "c"};
  std::atomic<bool> done = false;
  const auto write = [&](std::string_view value, std::array<std::size_t, 3> order) {
    for (int i = 0; i < 5000; ++i) {
      static_cast<void>(store.set_all(
          std::array{keys[order[0]], value, keys[order[1]], value, keys[order[2]], value}));
    }
  };
  std::thread one(write, "one", std::array<std::size_t, 3>{2, 0, 1});
  std::thread two(write, "two", std::array<std::size_t, 3>{0, 1, 2});
  std::thread emptier([&] {
    while (!done) store.clear();
  });
  std::size_t mixed = 0;
  for (int i = 0; i < 5000; ++i) {
    Store::Group group = store.group(keys);
    std::set<std::string> seen;
    for (const std::string_view key : keys) {
      const Slot slot = group.at(key);
      seen.emplace(slot.found() ? slot.value() : "(none)");
    }
    if (seen.size() != 1) ++mixed;
  }
  one.join();
  two.join();
  done = true;
  emptier.join();
  CHECK(mixed == 0);
}
