#include "native/os/wake.h"

#include <doctest.h>
#include <fcntl.h>
#include <poll.h>

#include "native/os/thread.h"

using stdnet::os::Thread;
using stdnet::os::Wake;

namespace {

Wake created_wake() {
  auto wake = Wake::create();
  REQUIRE(wake.ok());
  return std::move(wake).value();
}

bool readable(const Wake& wake, int timeout_ms = 0) {
  pollfd waiting{wake.fd(), POLLIN, 0};
  return poll(&waiting, 1, timeout_ms) == 1;
}

}  // namespace

TEST_CASE("readable after a wake, until cleared, however many wakes there were") {
  const Wake wake = created_wake();
  CHECK_FALSE(readable(wake));
  for (int i = 0; i < 1000; ++i) wake.wake();
  CHECK(readable(wake));
  CHECK(readable(wake));
  wake.clear();
  CHECK_FALSE(readable(wake));
  wake.clear();  // with nothing pending it returns at once
  wake.wake();
  CHECK(readable(wake));
}

TEST_CASE("a wake reaches a thread that waits in poll") {
  const Wake wake = created_wake();
  bool woken = false;
  auto sleeper = Thread::start({"sleeper"}, [&] { woken = readable(wake, 30'000); });
  REQUIRE(sleeper.ok());
  wake.wake();
  sleeper.value().join();
  CHECK(woken);
}

TEST_CASE("a child process does not inherit it") {
  const Wake wake = created_wake();
  CHECK((fcntl(wake.fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE(
    "waiting for another descriptor ends when it is readable, when woken, and when the time is "
    "up") {
  const Wake wake = created_wake();
  const Wake other = created_wake();
  const auto waited = [&](int fd, std::optional<std::chrono::milliseconds> limit) {
    auto ready = wake.wait(fd, limit);
    REQUIRE(ready.ok());
    return ready.value();
  };
  CHECK_FALSE(waited(other.fd(), std::chrono::milliseconds(1)));
  CHECK_FALSE(waited(-1, std::chrono::milliseconds(1)));
  other.wake();
  CHECK(waited(other.fd(), std::nullopt));
  wake.wake();
  CHECK_FALSE(waited(other.fd(), std::nullopt));  // stopping goes before work
  CHECK_FALSE(waited(-1, std::nullopt));
}
