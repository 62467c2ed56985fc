#include "native/os/edge_poller.h"

#include <doctest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "../support/sockets.h"
#include "native/os/socket_options.h"

using namespace std::chrono_literals;
using stdnet::os::EdgePoller;

namespace {

EdgePoller created_edge_poller() {
  auto poller = EdgePoller::create();
  REQUIRE(poller.ok());
  return std::move(poller).value();
}

std::vector<EdgePoller::Event> wait(const EdgePoller& poller,
                                    std::optional<std::chrono::microseconds> limit = 20s) {
  std::array<EdgePoller::Event, 8> events{};
  const std::size_t count = poller.wait(events, limit);
  return {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// A pair of which `server` is watched; its first edge has been seen.
struct Watched : stdnet::test::Pair {
  explicit Watched(EdgePoller& poller) {
    REQUIRE(poller.add(server.get(), this).ok());
    const auto first = wait(poller);
    REQUIRE(first.size() == 1);
    CHECK(first[0].tag == this);
    CHECK_FALSE(first[0].last);
    CHECK(wait(poller, 0us).empty());
  }
  void send(std::string_view text, int flags = 0) const {
    REQUIRE(stdnet::os::send(client.get(), stdnet::test::bytes_of(text), flags).ok());
  }
};

}  // namespace

TEST_CASE("of a muted socket no bytes are told, and then all that have come") {
  EdgePoller poller = created_edge_poller();
  const Watched pair(poller);
  poller.mute(pair.server.get(), const_cast<Watched*>(&pair));
  while (!wait(poller, 0us).empty()) {  // the room to write, once more
  }
  pair.send("x");
  CHECK(wait(poller, 0us).empty());
  for (int i = 0; i < 2; ++i) {
    poller.tell_again(pair.server.get(), const_cast<Watched*>(&pair));
    CHECK(wait(poller).size() == 1);
  }
  pair.send("y");
  CHECK(wait(poller).size() == 1);
}

TEST_CASE("each edge is told once, whether or not what came was read") {
  EdgePoller poller = created_edge_poller();
  const Watched pair(poller);
  for (int i = 0; i < 2; ++i) {
    pair.send("x");
    const auto events = wait(poller);
    REQUIRE(events.size() == 1);
    CHECK(events[0].tag == &pair);
    CHECK_FALSE(events[0].last);
    CHECK(wait(poller, 0us).empty());
  }
}

TEST_CASE("what there is can be told again") {
  EdgePoller poller = created_edge_poller();
  Watched pair(poller);
  for (int i = 0; i < 2; ++i) {
    poller.tell_again(pair.server.get(), &pair);
    const auto events = wait(poller);
    REQUIRE(events.size() == 1);
    CHECK(events[0].tag == &pair);
    CHECK_FALSE(events[0].last);
    CHECK(wait(poller, 0us).empty());
  }
  pair.client.reset();
  REQUIRE(wait(poller).size() == 1);
  poller.tell_again(pair.server.get(), &pair);
  const auto events = wait(poller);
  REQUIRE(events.size() == 1);
  CHECK(events[0].last);
}

TEST_CASE("room to write is an edge, after there was none") {
  EdgePoller poller = created_edge_poller();
  const Watched pair(poller);
  std::array<std::uint8_t, 65536> chunk{};
  while (stdnet::os::send(pair.server.get(), chunk, MSG_DONTWAIT)) {
  }
  CHECK(wait(poller, 0us).empty());
  while (wait(poller, 0us).empty()) REQUIRE(stdnet::os::recv(pair.client.get(), chunk).ok());
}

TEST_CASE("the end of the peer, a reset and urgent bytes are last edges") {
  enum class End { Fin, Reset, Urgent };
  for (const End end : {End::Fin, End::Reset, End::Urgent}) {
    EdgePoller poller = created_edge_poller();
    Watched pair(poller);
    switch (end) {
      case End::Fin:
        REQUIRE(stdnet::os::shutdown(pair.client.get(), SHUT_WR).ok());
        break;
      case End::Reset:
        REQUIRE(stdnet::os::set_linger(pair.client.get(), 0).ok());
        pair.client.reset();
        break;
      case End::Urgent:
        pair.send("!", MSG_OOB);
        break;
    }
    const auto events = wait(poller);
    REQUIRE(events.size() == 1);
    CHECK(events[0].last);
  }
}

TEST_CASE("a socket that is closed is not heard of again") {
  EdgePoller poller = created_edge_poller();
  Watched pair(poller);
  pair.send("x");
  pair.server.reset();
  CHECK(wait(poller, 0us).empty());
}

TEST_CASE("a wake reaches every thread that waits, and those that come, until it is cleared") {
  const EdgePoller poller = created_edge_poller();
  std::atomic<int> woken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      std::array<EdgePoller::Event, 8> events{};
      woken += poller.wait(events, std::nullopt) == 0 ? 1 : 0;
    });
  }
  poller.wake();
  for (auto& thread : threads) thread.join();
  CHECK(woken == 3);
  CHECK(wait(poller, std::nullopt).empty());
  poller.clear();
  const auto begin = std::chrono::steady_clock::now();
  CHECK(wait(poller, 30ms).empty());
  CHECK(std::chrono::steady_clock::now() - begin >= 30ms);
}
