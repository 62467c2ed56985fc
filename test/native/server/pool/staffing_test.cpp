#include "native/server/pool/staffing.h"

#include <doctest.h>

#include <vector>

using namespace std::chrono_literals;
using stdnet::server::Staffing;
using Look = Staffing::Look;

namespace {

/// Three threads, of which the first works, and a clock.
struct World {
  Staffing staffing{3};
  std::vector<Look> threads{Look{.working = true}, Look{}, Look{}};
  bool queued = false;
  bool core_is_idle = false;
  int asked = 0;

  bool tick(std::chrono::nanoseconds elapsed = 1ms) {
    return staffing.tick(threads, elapsed, queued, [this] {
      ++asked;
      return core_is_idle;
    });
  }
  /// So many ticks in which a thread gave turns and used so much of a processor in each.
  bool work(std::size_t thread, int ticks, std::chrono::nanoseconds used) {
    for (int i = 0; i < ticks; ++i) {
      threads[thread].turns += 7;
      threads[thread].used += used;
      if (tick()) return true;
    }
    return false;
  }
};

}  // namespace

TEST_CASE("one thread that keeps up stays alone, however much it does") {
  World world;
  CHECK_FALSE(world.work(0, 1000, 800us));
  CHECK(world.asked == 0);
}

TEST_CASE("a thread that computes in one turn for a whole tick needs help") {
  World world;
  CHECK_FALSE(world.work(0, 5, 500us));
  world.threads[0].used += 1ms;
  CHECK(world.tick());
}

TEST_CASE("one that only waits for a core does not, until that has lasted") {
  World world;
  CHECK_FALSE(world.work(0, 5, 500us));
  int ticks = 0;
  while (!world.tick()) REQUIRE(++ticks < 100);
  CHECK(ticks >= 5);
}

TEST_CASE("who waits for something to happen will see to it, unless somebody is queued already") {
  World world;
  world.threads[1] = {.working = true, .waiting = true};
  CHECK_FALSE(world.work(0, 5, 500us));
  world.threads[0].used += 1ms;
  CHECK_FALSE(world.tick());
  world.queued = true;
  world.threads[0].used += 1ms;
  CHECK(world.tick());
}

TEST_CASE("flat out for a while, one more is tried if a core is idle") {
  World world;
  CHECK_FALSE(world.work(0, 500, 990us));
  CHECK(world.asked > 10);
  CHECK(world.asked < 250);
  world.core_is_idle = true;
  CHECK(world.work(0, 20, 990us));
}

TEST_CASE("a burst is not a reason to try one more") {
  World world;
  world.core_is_idle = true;
  for (int i = 0; i < 50; ++i) {
    CHECK_FALSE(world.work(0, 4, 1ms));
    CHECK_FALSE(world.work(0, 1, 300us));
  }
}

TEST_CASE("quiet is when nothing was done, nobody is busy and nobody is queued") {
  World world;
  CHECK_FALSE(world.work(0, 3, 500us));
  CHECK(world.staffing.quiet_ticks() == 0);
  world.threads[0].waiting = true;
  CHECK_FALSE(world.tick());
  CHECK_FALSE(world.tick());
  CHECK(world.staffing.quiet_ticks() == 2);
  world.threads[0].turns += 1;
  CHECK_FALSE(world.tick());
  CHECK(world.staffing.quiet_ticks() == 0);
}
