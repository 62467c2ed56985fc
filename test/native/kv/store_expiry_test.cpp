// Keys that end, by a clock that the test sets.
#include <doctest.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <string_view>

#include "native/kv/store.h"

using stdnet::Output;
using stdnet::kv::Deadline;
using stdnet::kv::Entry;
using stdnet::kv::kNever;
using stdnet::kv::Slot;
using stdnet::kv::Store;

namespace {

/// A store whose time is `now`.
struct Timed {
  explicit Timed(std::optional<std::size_t> max_bytes = std::nullopt)
      : store({1, 2}, max_bytes, [this] { return now; }) {}

  bool has(std::string_view key) {
    Output out;
    return store.get(key, out);
  }
  void set(std::string_view key, std::string_view value, Deadline at) {
    Slot slot = store.at(key);
    REQUIRE(slot.assign(value));
    slot.expire(at);
  }

  Deadline now = 1000;
  Store store;
};

}  // namespace

TEST_CASE("a key is there in the millisecond of its deadline, and not in the next") {
  Timed timed;
  timed.set("k", "v", 1500);
  CHECK(timed.store.at("k").deadline() == 1500);
  timed.now = 1500;
  CHECK(timed.has("k"));
  CHECK(timed.store.size() == 1);
  timed.now = 1501;
  CHECK_FALSE(timed.has("k"));
  CHECK(timed.store.bytes() == 0);
  CHECK_FALSE(timed.store.erase("k"));
}

TEST_CASE("a deadline moves, and goes; a plain set takes it away; an append keeps it") {
  Timed timed;
  timed.set("k", "v", 1500);
  timed.store.at("k").expire(3000);
  {
    Slot slot = timed.store.at("k");
    CHECK(slot.append(std::string(1000, 'x')));
    CHECK(slot.assign("short"));
    CHECK(slot.deadline() == 3000);
  }
  timed.now = 2000;
  CHECK(timed.has("k"));
  timed.store.at("k").expire(kNever);
  timed.now = 4000;
  CHECK(timed.has("k"));
  timed.set("k", "v", 5000);
  CHECK(timed.store.set("k", "v"));
  timed.now = 6000;
  CHECK(timed.has("k"));
  timed.set("k", "v", 7000);
  CHECK(timed.store.set_all(std::array<std::string_view, 2>{"k", "w"}));
  timed.now = 8000;
  CHECK(timed.has("k"));
}

TEST_CASE("what has ended leaves when others are written: nobody has to look at it") {
  Timed timed;
  for (int i = 0; i < 1000; ++i) timed.set("old " + std::to_string(i), "v", 1100);
  timed.now = 1200;
  const std::size_t full = timed.store.bytes();
  for (int i = 0; i < 1000; ++i) CHECK(timed.store.set("new " + std::to_string(i), "v"));
  CHECK(timed.store.bytes() < full + full / 10);
}

TEST_CASE("size does not count what has ended") {
  Timed timed;
  for (int i = 0; i < 100; ++i) timed.set("old " + std::to_string(i), "v", 1100);
  CHECK(timed.store.set("stays", "v"));
  timed.now = 1200;
  CHECK(timed.store.size() == 1);
  CHECK(timed.store.bytes() == 5 + 1 + Entry::kOverhead);
}

TEST_CASE("a full store makes room of everything that has ended before it refuses") {
  const std::size_t one = 1 + 10 + Entry::kOverhead;
  Timed timed(10 * one);
  for (char key = 'a'; key < 'a' + 10; ++key) timed.set({&key, 1}, "0123456789", 1100);
  CHECK_FALSE(timed.store.set("k", "v"));
  timed.now = 1200;
  CHECK(timed.store.set("k", std::string(10 * one - Entry::kOverhead - 1, 'v')));
  CHECK_FALSE(timed.store.set("l", ""));
  CHECK(timed.store.size() == 1);
  SUBCASE("set_all too") {
    timed.set("k", "v", 1300);
    timed.set("l", std::string(500, 'v'), 1300);
    timed.now = 1400;
    const std::string large(8 * one, 'v');
    CHECK(timed.store.set_all(std::array<std::string_view, 2>{"m", large}));
  }
}

TEST_CASE("scan passes over what has ended") {
  Timed timed;
  timed.set("ends", "v", 1100);
  CHECK(timed.store.set("stays", "v"));
  timed.now = 1200;
  std::string seen;
  CHECK(timed.store.scan(0, 1000, [&](const Entry& entry) { seen += entry.key(); }) == 0);
  CHECK(seen == "stays");
}

TEST_CASE("random writes, deadlines and times: the store holds what a simple model holds") {
  struct Model {
    std::string value;
    Deadline deadline = kNever;
  };
  std::mt19937 random(20261126);
  for (int round = 0; round < 20; ++round) {
    Timed timed;
    std::map<std::string, Model> model;
    for (int step = 0; step < 2000; ++step) {
      const std::string key = "k" + std::to_string(random() % 200);
      const std::string value(random() % 100, 'v');
      const Deadline at = timed.now + 1 + static_cast<Deadline>(random() % 100);
      switch (random() % 6) {
        case 0:
          CHECK(timed.store.set(key, value));
          model[key] = {value};
          break;
        case 1:
          timed.set(key, value, at);
          model[key] = {value, at};
          break;
        case 2:
          CHECK(timed.store.at(key).append(value));
          model[key].value += value;
          break;
        case 3:
          CHECK(timed.store.erase(key) == (model.erase(key) > 0));
          break;
        case 4: {
          Slot slot = timed.store.at(key);
          const auto found = model.find(key);
          REQUIRE(slot.found() == (found != model.end()));
          if (!slot.found()) break;
          REQUIRE(slot.value() == found->second.value);
          REQUIRE(slot.deadline() == found->second.deadline);
          found->second.deadline = random() % 3 == 0 ? kNever : at;
          slot.expire(found->second.deadline);
          break;
        }
        default:
          timed.now += static_cast<Deadline>(random() % 5);
          std::erase_if(model, [&](const auto& each) {
            return each.second.deadline != kNever && timed.now > each.second.deadline;
          });
      }
    }
    CHECK(timed.store.size() == model.size());
    std::size_t bytes = 0;
    for (const auto& [key, entry] : model) {
      bytes += key.size() + entry.value.size() + Entry::kOverhead;
    }
    CHECK(timed.store.bytes() == bytes);
  }
}
