#include "native/load/timetable.h"

#include <doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using stdnet::load::Arrivals;
using stdnet::load::Instant;
using stdnet::load::Nanoseconds;
using stdnet::load::Tally;
using stdnet::load::Timetable;

namespace {

Instant at(Nanoseconds since) {
  return Instant(since);
}

}  // namespace

TEST_CASE("closed loop: everything is due, and counts from when it is sent") {
  const Arrivals arrivals;
  CHECK(arrivals.due(at(1ns)) == UINT64_MAX);
  CHECK(arrivals.begin_of(7, at(3us)) == at(3us));
  Tally tally;
  tally.until = at(1s);
  arrivals.count_waiting(0, 1, tally);
  CHECK(tally.waiting == 0);
}

TEST_CASE("open loop: one more request is due each period, and counts from then on") {
  const Arrivals arrivals(5, at(100us), 10us);
  CHECK(arrivals.due(at(0us)) == 5);
  CHECK(arrivals.due(at(100us) - 1ns) == 5);
  CHECK(arrivals.due(at(100us)) == 6);
  CHECK(arrivals.due(at(109us)) == 6);
  CHECK(arrivals.due(at(110us)) == 7);
  CHECK(arrivals.due(at(1s)) == 5 + 1 + 99'990);
  CHECK(arrivals.begin_of(5, at(500us)) == at(100us));
  CHECK(arrivals.begin_of(7, at(500us)) == at(120us));
  // What was sent before the loop was opened.
  CHECK(arrivals.begin_of(4, at(50us)) == at(50us));
}

TEST_CASE("what was due and has not begun when the clock stops has waited since it was due") {
  const Arrivals arrivals(5, at(100us), 10us);
  Tally tally;
  tally.until = at(150us);
  arrivals.count_waiting(7, 4, tally);  // 120, 130 and 140: four each
  CHECK(tally.waiting == 12);
  CHECK(tally.requests == 0);
  CHECK(tally.latency.count() == 12);
  CHECK(tally.latency.percentile(100) == 30'000);
  CHECK(tally.latency.percentile(1) == doctest::Approx(10'000).epsilon(0.01));
}

TEST_CASE("the arrivals of all threads together are at even distances") {
  constexpr std::size_t kConnections = 10;
  std::vector<std::pair<Instant, std::size_t>> arrivals;
  for (const auto& [first, count] : {std::pair{0U, 3U}, {3U, 3U}, {6U, 4U}}) {
    Timetable timetable(at(1ms), 100us, kConnections, first, count);
    while (timetable.next() < at(1ms + 300us)) {
      const Instant when = timetable.next();
      const std::size_t own = timetable.take();
      CHECK(timetable.arrival_after(own, when) == when);
      arrivals.emplace_back(when, first + own);
    }
  }
  std::sort(arrivals.begin(), arrivals.end());
  REQUIRE(arrivals.size() == 30);
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    CHECK(arrivals[i].second == i % kConnections);
    CHECK(std::chrono::abs(arrivals[i].first - at(1ms + static_cast<int>(i) * 10us)) <= 1ns);
  }
}

TEST_CASE("a connection that comes later has its first turn next") {
  const Timetable timetable(at(1ms), 100us, 10, 3, 4);
  CHECK(timetable.arrival_after(0, at(0ms)) == at(1'030us));
  CHECK(timetable.arrival_after(0, at(1'030us)) == at(1'030us));
  CHECK(timetable.arrival_after(0, at(1'030us + 1ns)) == at(1'130us));
  CHECK(timetable.arrival_after(2, at(1'299us)) == at(1'350us));
}
