#include "native/os/thread_cache.h"

#include <doctest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "native/os/wake.h"

using namespace std::chrono_literals;
using stdnet::os::ThreadCache;

namespace {

/// Until the cache has that many threads; the test's own time limit ends it otherwise.
void wait_for_size(const ThreadCache& cache, std::size_t size) {
  while (cache.size() != size) std::this_thread::sleep_for(1ms);
}

}  // namespace

TEST_CASE("jobs that run at the same time have threads of their own") {
  ThreadCache cache({.name = "cache"});
  std::latch all(10);
  for (int i = 0; i < 10; ++i) REQUIRE(cache.run([&] { all.arrive_and_wait(); }).ok());
  all.wait();
  CHECK(cache.size() == 10);
  cache.close();
  CHECK(cache.size() == 0);
}

TEST_CASE("a thread that has finished takes the next job") {
  ThreadCache cache({.name = "cache", .idle_time = 60s});
  std::set<std::thread::id> seen;
  for (int i = 0; i < 20; ++i) {
    std::latch done(1);
    REQUIRE(cache
                .run([&] {
                  seen.insert(std::this_thread::get_id());
                  done.count_down();
                })
                .ok());
    done.wait();
    std::this_thread::sleep_for(2ms);  // lets it come to rest; a second thread would be no error
  }
  CHECK(seen.size() < 20);
  CHECK(cache.size() == seen.size());
}

TEST_CASE("idle threads leave after their time, and those over the number at once") {
  ThreadCache brief({.name = "brief", .idle_time = 10ms});
  for (int i = 0; i < 5; ++i) REQUIRE(brief.run([] {}).ok());
  wait_for_size(brief, 0);

  ThreadCache few({.name = "few", .idle_time = 60s, .max_idle = 2});
  std::latch all(6);
  for (int i = 0; i < 6; ++i) REQUIRE(few.run([&] { all.arrive_and_wait(); }).ok());
  wait_for_size(few, 2);
}

TEST_CASE("close waits for jobs that run, and an unused cache closes too") {
  ThreadCache unused({.name = "unused"});
  unused.close();

  ThreadCache cache({.name = "cache"});
  std::atomic<int> finished = 0;
  for (int i = 0; i < 8; ++i) {
    REQUIRE(cache
                .run([&] {
                  std::this_thread::sleep_for(20ms);
                  ++finished;
                })
                .ok());
  }
  cache.close();
  CHECK(finished == 8);
}

TEST_CASE("without a thread the job does not run, and the cache goes on") {
  ThreadCache cache({.name = "huge", .stack_size = std::size_t{1} << 52U});
  const auto refused = cache.run([] { FAIL("ran"); });
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().syscall == "pthread_create");
  CHECK(cache.size() == 0);
}

TEST_CASE("many short jobs from several threads all run once") {
  ThreadCache cache({.name = "storm", .idle_time = 1ms, .max_idle = 4});
  std::atomic<int> runs = 0;
  std::vector<std::thread> givers;
  for (int giver = 0; giver < 3; ++giver) {
    givers.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        if (!cache.run([&] { ++runs; })) std::abort();
      }
    });
  }
  for (std::thread& giver : givers) giver.join();
  cache.close();
  CHECK(runs == 1500);
}
