#include "native/load/datagram_flow.h"

#include <doctest.h>

#include <vector>

#include "datagrams.h"

using namespace std::chrono_literals;
using stdnet::load::Arrivals;
using stdnet::load::DatagramFlow;
using stdnet::load::Instant;
using stdnet::load::NumberedDatagram;
using stdnet::load::Tally;

namespace {

/// The first, which has number 5, is due at the start; one more each 10 ms.
DatagramFlow flow() {
  return {NumberedDatagram(kPattern, 0, 64), 5, Arrivals(5, kStart, 10ms)};
}

/// All that is due.
std::vector<Bytes> say(DatagramFlow& flow, Instant now) {
  std::vector<Bytes> said;
  for (auto datagram = flow.to_send(now); !datagram.empty(); datagram = flow.to_send(now)) {
    said.emplace_back(datagram.begin(), datagram.end());
    flow.sent(now);
  }
  return said;
}

}  // namespace

TEST_CASE("datagrams are sent when they are due, answered or not, and count from then") {
  Tally tally = counting(100ms);
  DatagramFlow script = flow();
  CHECK(say(script, kStart - 1ns).empty());
  const auto first = say(script, kStart);
  REQUIRE(first.size() == 1);
  const auto others = say(script, kStart + 25ms);
  REQUIRE(others.size() == 2);
  REQUIRE(script.received(first[0], kStart + 26ms, tally).ok());
  REQUIRE(script.received(others[0], kStart + 27ms, tally).ok());
  CHECK(tally.requests == 2);
  CHECK(tally.latency.max() == 26'000'000);
  CHECK(tally.latency.percentile(50) == doctest::Approx(17'000'000).epsilon(0.01));
  CHECK(tally.reordered == 0);
}

TEST_CASE("what was overtaken is told, and is no loss") {
  Tally tally = counting(100ms);
  DatagramFlow script = flow();
  const auto sent = say(script, kStart + 30ms);
  REQUIRE(sent.size() == 4);
  for (const std::size_t i : {0U, 2U, 1U, 3U})
    REQUIRE(script.received(sent[i], kStart + 31ms, tally).ok());
  CHECK(tally.requests == 4);
  CHECK(tally.reordered == 1);
  script.give_up(kStart + 10s, tally);
  CHECK(tally.lost == 0);
}

TEST_CASE(
    "what has no answer for too long is lost, and an answer that comes after that is nobody's") {
  Tally tally = counting(100ms);
  DatagramFlow script = flow();
  const auto sent = say(script, kStart + 20ms);
  REQUIRE(sent.size() == 3);
  REQUIRE(script.received(sent[1], kStart + 21ms, tally).ok());
  script.give_up(kStart + 20ms + DatagramFlow::kGivenUp - 1ns, tally);
  CHECK(tally.lost == 0);
  script.give_up(kStart + 20ms + DatagramFlow::kGivenUp, tally);
  CHECK(tally.lost == 2);
  REQUIRE(script.received(sent[0], kStart + 80ms, tally).ok());
  CHECK(tally.requests == 1);
  script.stop();
  CHECK(script.idle());
}

TEST_CASE("when the clock stops all that was due has waited, and what is in flight is waited for") {
  Tally tally = counting(100ms);
  DatagramFlow script = flow();
  const auto sent = say(script, kStart + 70ms);
  REQUIRE(sent.size() == 8);
  REQUIRE(script.received(sent[2], kStart + 71ms, tally).ok());
  script.count_unanswered(tally);  // seven in flight, and those of 80 and 90
  CHECK(tally.waiting == 9);
  CHECK(tally.latency.max() == 100'000'000);
  script.stop();
  CHECK(say(script, kStart + 200ms).empty());
  CHECK_FALSE(script.idle());
  REQUIRE(script.received(sent[0], kStart + 201ms, tally).ok());
  script.give_up(kStart + 1s, tally);
  CHECK(script.idle());
  CHECK(tally.lost == 6);
  CHECK(tally.requests == 1);
}

TEST_CASE("an answer that is wrong, comes twice or before it was sent is an error") {
  Tally tally = counting(100ms);
  DatagramFlow script = flow();
  const auto sent = say(script, kStart + 20ms);
  Bytes changed = sent[1];
  changed[40] ^= 1U;
  CHECK(script.received(changed, kStart + 21ms, tally).error().code == "ERR_LOAD_MISMATCH");
  REQUIRE(script.received(sent[1], kStart + 21ms, tally).ok());
  CHECK(script.received(sent[1], kStart + 21ms, tally).error().text == "a datagram came twice");
  DatagramFlow ahead = flow();
  const auto early = say(ahead, kStart + 30ms);
  CHECK(script.received(early[3], kStart + 21ms, tally).error().text ==
        "a datagram came before it was sent");
  CHECK_FALSE(script.received(Bytes(63), kStart + 21ms, tally).ok());
}
