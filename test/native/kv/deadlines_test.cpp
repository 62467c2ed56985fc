#include "native/kv/deadlines.h"

#include <doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using stdnet::kv::Deadline;
using stdnet::kv::Deadlines;
using stdnet::kv::Entry;
using stdnet::kv::EntryPtr;
using stdnet::kv::kNever;

TEST_CASE("the next deadline is always the first, whatever is set, moved and taken away") {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<EntryPtr> entries;
    for (int i = 0; i < 100; ++i) entries.push_back(Entry::make({0, std::to_string(i)}, "v"));
    Deadlines deadlines;
    for (int step = 0; step < 1000; ++step) {
      EntryPtr& entry = entries[random() % entries.size()];
      if (random() % 4 == 0) {
        EntryPtr other = entry->longer("more");
        deadlines.moved(*entry, *other);
        entry = std::move(other);
      } else {
        deadlines.set(*entry, random() % 3 == 0 ? kNever : static_cast<Deadline>(random() % 1000));
      }
      if (random() % 4 == 0 && !deadlines.empty()) deadlines.set(deadlines.next(), kNever);
      std::size_t count = 0;
      Deadline first = 1000;
      for (const EntryPtr& each : entries) {
        if (each->deadline == kNever) continue;
        ++count;
        first = std::min(first, each->deadline);
      }
      REQUIRE(deadlines.size() == count);
      if (count > 0) REQUIRE(deadlines.next().deadline == first);
    }
  }
}
