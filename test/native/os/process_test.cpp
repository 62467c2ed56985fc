#include "native/os/process.h"

#include <doctest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <vector>

#include "native/os/thread.h"

#if defined(__linux__)

using namespace std::chrono_literals;

TEST_CASE(
    "a process's processor time grows with its work, in its threads too, and stays when they have "
    "ended") {
  const auto before = stdnet::os::processor_time_of(getpid());
  REQUIRE(before.ok());
  auto worker = stdnet::os::Thread::start({"worker"}, [] {
    while (stdnet::os::thread_processor_time() < 30ms) {
    }
  });
  REQUIRE(worker.ok());
  worker.value().join();
  const auto after = stdnet::os::processor_time_of(getpid());
  REQUIRE(after.ok());
  CHECK(after.value() - before.value() >= 30ms);
}

TEST_CASE("a process that is gone has no processor time") {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  REQUIRE(child > 0);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  const auto time = stdnet::os::processor_time_of(child);
  REQUIRE_FALSE(time.ok());
  CHECK(time.error().is(ESRCH));
}

TEST_CASE("a whole process is put on one core, threads included, and let go again") {
  const auto all = stdnet::os::allowed_cores();
  REQUIRE_FALSE(all.empty());
  const int last = all.back();
  std::atomic<bool> moved{false};
  auto other = stdnet::os::Thread::start({"other"}, [&] {
    while (!moved) {
      if (stdnet::os::allowed_cores() == std::vector<int>{last}) moved = true;
      sched_yield();
    }
  });
  REQUIRE(other.ok());
  REQUIRE(stdnet::os::set_cores_of_process(getpid(), std::array{last}).ok());
  CHECK(stdnet::os::allowed_cores() == std::vector<int>{last});
  other.value().join();
  CHECK(moved);
  REQUIRE(stdnet::os::set_cores_of_process(getpid(), all).ok());
  CHECK(stdnet::os::allowed_cores() == all);
}

TEST_CASE("a thread can be put on a core by itself") {
  const auto all = stdnet::os::allowed_cores();
  std::vector<int> there;
  auto other = stdnet::os::Thread::start({"other"}, [&] {
    CHECK(stdnet::os::set_cores_of_thread(std::array{all.front()}).ok());
    there = stdnet::os::allowed_cores();
  });
  REQUIRE(other.ok());
  other.value().join();
  CHECK(there == std::vector<int>{all.front()});
  CHECK(stdnet::os::allowed_cores() == all);
  CHECK_FALSE(stdnet::os::set_cores_of_thread(std::span<const int>()).ok());
}

#endif
