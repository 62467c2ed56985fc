#include "native/load/datagram_ping_pong.h"

#include <doctest.h>

#include <string>

#include "datagrams.h"

using namespace std::chrono_literals;
using stdnet::load::DatagramPingPong;
using stdnet::load::DatagramScript;
using stdnet::load::Instant;
using stdnet::load::NumberedDatagram;
using stdnet::load::Tally;

namespace {

DatagramPingPong script_of(std::size_t size, std::uint64_t origin = 0) {
  return DatagramPingPong(NumberedDatagram(kPattern, origin, size));
}

/// Sends what may be sent; empty: nothing.
Bytes say(DatagramScript& script, Instant now) {
  const auto datagram = script.to_send(now);
  Bytes copy(datagram.begin(), datagram.end());
  if (!copy.empty()) script.sent(now);
  return copy;
}

}  // namespace

TEST_CASE("each datagram differs from the one before, and from those of other clients") {
  Tally tally = counting(1h);
  DatagramPingPong one = script_of(64);
  DatagramPingPong other = script_of(64, 509);
  const Bytes first = say(one, kStart);
  CHECK(first.size() == 64);
  CHECK(first != say(other, kStart));
  CHECK(say(one, kStart).empty());
  CHECK_FALSE(one.idle());
  REQUIRE(one.received(first, kStart + 5us, tally).ok());
  CHECK(one.idle());
  const Bytes second = say(one, kStart + 5us);
  CHECK(second.size() == 64);
  CHECK(second != first);
  CHECK(tally.requests == 1);
  CHECK(tally.latency.max() == 5000);
}

TEST_CASE("what was not asked for is an error, with its place") {
  Tally tally = counting(1h);
  DatagramPingPong script = script_of(16);
  const Bytes right = say(script, kStart);
  for (const std::size_t size : {0U, 15U, 17U}) {
    Bytes wrong = right;
    wrong.resize(size);
    const auto error = script.received(wrong, kStart, tally).error();
    CHECK(error.code == "ERR_LOAD_MISMATCH");
    CHECK(error.text == "a datagram of " + std::to_string(size) + " bytes came, not of 16");
  }
  Bytes changed = right;
  changed[11] ^= 1U;
  CHECK(script.received(changed, kStart, tally).error().text.find("byte 27 of the replies is 0x") ==
        0);
  REQUIRE(script.received(right, kStart, tally).ok());
  // Twice, though it was sent once.
  CHECK(script.received(right, kStart, tally).error().code == "ERR_LOAD_MISMATCH");
  CHECK(tally.requests == 1);
}

TEST_CASE(
    "a datagram is given up after a while and sent again, and the answers to both are taken") {
  Tally tally = counting(1h);
  DatagramPingPong script = script_of(64);
  const Bytes first = say(script, kStart);
  script.give_up(kStart + DatagramScript::kGivenUp - 1ns, tally);
  CHECK(say(script, kStart + DatagramScript::kGivenUp - 1ns).empty());
  const Instant again = kStart + DatagramScript::kGivenUp;
  script.give_up(again, tally);
  CHECK(say(script, again) == first);
  script.give_up(again, tally);
  CHECK(say(script, again).empty());
  REQUIRE(script.received(first, again + 1ms, tally).ok());
  CHECK(tally.resent == 1);
  CHECK(tally.requests == 1);
  CHECK(tally.latency.max() > 250'000'000);  // from when it was sent first
  // The other answer comes after all; a third one is nobody's business either, and no error.
  REQUIRE(script.received(first, again + 2ms, tally).ok());
  const Bytes second = say(script, again + 3ms);
  REQUIRE(script.received(first, again + 4ms, tally).ok());
  CHECK(tally.requests == 1);
  REQUIRE(script.received(second, again + 5ms, tally).ok());
  CHECK(tally.requests == 2);
}

TEST_CASE("stopped, it begins no other, but sends again what is lost") {
  Tally tally = counting(1h);
  DatagramPingPong script = script_of(8);
  const Bytes first = say(script, kStart);
  script.stop();
  CHECK_FALSE(script.idle());
  script.give_up(kStart + 1s, tally);
  CHECK(say(script, kStart + 1s) == first);
  REQUIRE(script.received(first, kStart + 1s, tally).ok());
  CHECK(script.idle());
  CHECK(say(script, kStart + 1s).empty());
}

TEST_CASE("what is sent again before or after the clock ran is not counted") {
  Tally tally = counting(1h);
  for (const Instant begun : {kStart - 1s, kStart + 1h}) {
    DatagramPingPong script = script_of(8);
    CHECK_FALSE(say(script, begun).empty());
    script.give_up(begun + DatagramScript::kGivenUp, tally);
    CHECK_FALSE(say(script, begun + DatagramScript::kGivenUp).empty());
  }
  CHECK(tally.resent == 0);
}
