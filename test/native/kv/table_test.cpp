#include <doctest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "native/kv/hash.h"
#include "native/kv/table.h"

using stdnet::kv::Entry;
using stdnet::kv::KeyHash;
using stdnet::kv::KeyView;
using stdnet::kv::Table;

namespace {

/// A table of keys "0", "1", … that can be made to have any of them.
class Keys {
 public:
  void add(int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string key = std::to_string(i);
      table.insert(Entry::make(view_of(key), "v"));
    }
  }
  void remove(int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string key = std::to_string(i);
      static_cast<void>(table.remove(*table.find(view_of(key))));
    }
  }

  Table table;

 private:
  static KeyView view_of(const std::string& key) { return {KeyHash::of({7, 8}, key), key}; }
};

}  // namespace

TEST_CASE("a scan by runs visits what stays once, whatever size the table has meanwhile") {
  constexpr int kStay = 1000;
  // How many keys there are besides, at each run.
  const std::vector<std::vector<int>> ways{
      {0}, {0, 500, 9000}, {9000, 5000, 2000, 1000, 500, 200, 0}, {9000, 0}, {0, 9000}};
  for (const std::vector<int>& way : ways) {
    Keys keys;
    keys.add(0, kStay);
    int others = 0;
    std::size_t runs = 0;
    std::map<std::string, int> visits;
    std::uint64_t cursor = 0;
    do {
      const int wanted = way[runs++ % way.size()];
      if (wanted > others) keys.add(kStay + others, kStay + wanted);
      if (wanted < others) keys.remove(kStay + wanted, kStay + others);
      others = wanted;
      cursor = keys.table.scan_run(cursor, [&](const Entry& entry) {
        const std::string key(entry.key());
        if (std::stoi(key) < kStay) ++visits[key];
      });
    } while (cursor != 0);
    CHECK(runs > 1);
    CHECK(visits.size() == kStay);
    for (const auto& [key, count] : visits) CHECK(count == 1);
  }
}

TEST_CASE("a run is a few buckets, and the whole of a small table") {
  Keys keys;
  CHECK(keys.table.scan_run(0, [](const Entry&) {}) == 0);
  keys.add(0, 60);
  int visited = 0;
  CHECK(keys.table.scan_run(0, [&](const Entry&) { ++visited; }) == 0);
  CHECK(visited == 60);
  keys.add(60, 60'000);
  visited = 0;
  CHECK(keys.table.scan_run(0, [&](const Entry&) { ++visited; }) != 0);
  CHECK(visited > 10);
  CHECK(visited < 200);
}
