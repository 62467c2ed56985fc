#include "native/os/poller.h"

#include <doctest.h>
#include <sys/socket.h>

#include <array>
#include <chrono>

#include "native/os/thread.h"
#include "native/os/wake.h"

using stdnet::os::Fd;
using namespace std::chrono_literals;
using stdnet::os::Poller;

namespace {

struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    near = Fd(ends[0]);
    far = Fd(ends[1]);
  }
  Fd near;
  Fd far;
};

Poller created_poller() {
  auto poller = Poller::create();
  REQUIRE(poller.ok());
  return std::move(poller).value();
}

std::vector<Poller::Event> wait(Poller& poller, int milliseconds) {
  std::array<Poller::Event, 8> events{};
  const auto count = poller.wait(events, std::chrono::milliseconds(milliseconds));
  REQUIRE(count.ok());
  return {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count.value())};
}

}  // namespace

TEST_CASE("tells which of many can be read, for as long as it can be") {
  Poller poller = created_poller();
  std::array<Pair, 5> pairs;
  for (auto& pair : pairs) REQUIRE(poller.add(pair.near.get(), &pair, Poller::Interest::Read).ok());
  CHECK(wait(poller, 0).empty());
  REQUIRE(send(pairs[3].far.get(), "x", 1, 0) == 1);
  for (int i = 0; i < 2; ++i) {
    const auto events = wait(poller, -1);
    REQUIRE(events.size() == 1);
    CHECK(events[0].tag == &pairs[3]);
    CHECK(events[0].readable);
    CHECK_FALSE(events[0].writable);
  }
  char byte = 0;
  REQUIRE(recv(pairs[3].near.get(), &byte, 1, 0) == 1);
  CHECK(wait(poller, 0).empty());
}

TEST_CASE("interest can change, and a removed descriptor is not heard of again") {
  Poller poller = created_poller();
  Pair pair;
  REQUIRE(poller.add(pair.near.get(), &pair, Poller::Interest::Read).ok());
  REQUIRE(send(pair.far.get(), "x", 1, 0) == 1);
  REQUIRE(poller.change(pair.near.get(), &pair, Poller::Interest::Write).ok());
  auto events = wait(poller, -1);
  REQUIRE(events.size() == 1);
  CHECK(events[0].writable);
  CHECK_FALSE(events[0].readable);
  REQUIRE(poller.change(pair.near.get(), &pair, Poller::Interest::ReadWrite).ok());
  events = wait(poller, -1);
  REQUIRE(events.size() == 1);
  CHECK(events[0].writable);
  CHECK(events[0].readable);
  poller.remove(pair.near.get());
  CHECK(wait(poller, 0).empty());
  CHECK_FALSE(poller.change(pair.near.get(), &pair, Poller::Interest::Read).ok());
}

TEST_CASE("an end that is gone is readable, so that the next call on it tells") {
  Poller poller = created_poller();
  Pair pair;
  REQUIRE(poller.add(pair.near.get(), &pair, Poller::Interest::Read).ok());
  pair.far.reset();
  const auto events = wait(poller, -1);
  REQUIRE(events.size() == 1);
  CHECK(events[0].readable);
}

TEST_CASE("a wake ends a wait without an end") {
  Poller poller = created_poller();
  auto wake = stdnet::os::Wake::create();
  REQUIRE(wake.ok());
  REQUIRE(poller.add(wake.value().fd(), &wake, Poller::Interest::Read).ok());
  auto waker = stdnet::os::Thread::start({"waker"}, [&] { wake.value().wake(); });
  REQUIRE(waker.ok());
  const auto events = wait(poller, -1);
  REQUIRE(events.size() == 1);
  CHECK(events[0].tag == &wake);
}

TEST_CASE("a wait ends when its time is up, to a part of a millisecond, and never before") {
  using Clock = std::chrono::steady_clock;
  Poller poller = created_poller();
  std::array<Poller::Event, 1> events{};
  for (const auto timeout : {0us, 1us, 999us, 1'000us, 1'500us, 20'001us}) {
    CAPTURE(timeout.count());
    std::size_t found = 0;
    const auto begin = Clock::now();
    // A signal may end a wait sooner.
    for (std::chrono::nanoseconds left = timeout; left >= 0ns;
         left = timeout - (Clock::now() - begin))
      found += poller.wait(events, left).value();
    CHECK(found == 0);
  }
  const Clock::time_point begin = Clock::now();
  CHECK(poller.wait(events, 300us).value() == 0);
#if defined(__linux__)
  CHECK(Clock::now() - begin >= 300us);
#endif
}
