#include "native/os/thread.h"

#include <doctest.h>
#include <pthread.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <string>

using stdnet::os::Thread;

namespace {

Thread started(Thread::Options options, std::function<void()> body) {
  auto thread = Thread::start(std::move(options), std::move(body));
  REQUIRE(thread.ok());
  return std::move(thread).value();
}

}  // namespace

TEST_CASE("a thread runs its body once and is joined") {
  std::atomic<int> runs = 0;
  Thread thread = started({"worker"}, [&] { ++runs; });
  CHECK(thread.joinable());
  thread.join();
  CHECK_FALSE(thread.joinable());
  CHECK(runs == 1);
}

TEST_CASE("destroying or replacing a thread joins it") {
  std::atomic<int> runs = 0;
  {
    const Thread thread = started({"one"}, [&] { ++runs; });
  }
  CHECK(runs == 1);
  Thread thread = started({"two"}, [&] { ++runs; });
  thread = Thread();
  CHECK(runs == 2);
}

TEST_CASE("a thread that was moved from is joined by its new owner only") {
  std::atomic<int> runs = 0;
  Thread first = started({"move"}, [&] { ++runs; });
  Thread second = std::move(first);
  CHECK_FALSE(
      first.joinable());  // NOLINT(bugprone-use-after-move): what a move leaves is the point
  CHECK(second.joinable());
  second.join();
  CHECK(runs == 1);
}

TEST_CASE("the kernel knows the thread by the first 15 bytes of its name") {
  std::array<char, 32> seen{};
  started({"stdnet-0123456789"}, [&] {
    pthread_getname_np(pthread_self(), seen.data(), seen.size());
  }).join();
  CHECK(std::string(seen.data()) == "stdnet-01234567");
}

TEST_CASE("every signal that can be blocked is blocked, and the caller's mask is as before") {
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  sigset_t inside;
  sigemptyset(&inside);
  started({"signals"}, [&] { pthread_sigmask(SIG_SETMASK, nullptr, &inside); }).join();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD, SIGUSR1, SIGUSR2, SIGPROF}) {
    CAPTURE(signal);
    CHECK(sigismember(&inside, signal) == 1);
  }
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  CHECK(sigismember(&before, SIGINT) == sigismember(&after, SIGINT));
  CHECK(sigismember(&after, SIGUSR1) == sigismember(&before, SIGUSR1));
}

TEST_CASE("the stack has the size asked for, and a size that the platform refuses is raised") {
  for (const std::size_t wanted : {std::size_t{1}, std::size_t{100'001}, std::size_t{256 * 1024}}) {
    std::size_t size = 0;
    started({"stack", wanted}, [&] {
      pthread_attr_t attributes;
      REQUIRE(pthread_getattr_np(pthread_self(), &attributes) == 0);
      pthread_attr_getstacksize(&attributes, &size);
      pthread_attr_destroy(&attributes);
    }).join();
    CHECK(size >= wanted);
    CHECK(size < wanted + (1U << 20U));
  }
}
