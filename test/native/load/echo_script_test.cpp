#include "native/load/echo_script.h"

#include <doctest.h>

#include "conversation.h"

using stdnet::ErrorKind;
using stdnet::load::EchoScript;
using stdnet::load::Pattern;
using stdnet::load::Tally;

TEST_CASE("ping-pong: the next message is there when the last one is back, however it is cut up") {
  const Pattern pattern(7);
  EchoScript script(pattern, 0, {64, 1});
  Tally tally = running();
  const Bytes first = say(script, at(1));
  REQUIRE(first.size() == 64);
  CHECK_FALSE(script.warm());
  REQUIRE(script.received(std::span(first).first(10), at(2), tally).ok());
  CHECK(script.to_send(at(0)).empty());
  CHECK(tally.requests == 0);
  REQUIRE(script.received(std::span(first).subspan(10), at(5), tally).ok());
  CHECK(script.warm());
  CHECK(tally.requests == 1);
  CHECK(tally.latency.max() == 4'000);
  const Bytes second = say(script, at(5));
  CHECK(second.size() == 64);
  CHECK(second != first);
  script.stop();
  CHECK_FALSE(script.idle());
  REQUIRE(script.received(second, at(6), tally).ok());
  CHECK(script.idle());
  CHECK(script.to_send(at(0)).empty());
}

TEST_CASE(
    "a window of large messages: each is timed from its own first byte, and one that was begun is "
    "ended") {
  const Pattern pattern(7);
  EchoScript script(pattern, 12'345, {100'000, 3});
  Tally tally = running();
  const Bytes said = say(script, at(10));
  CHECK(said.size() == 300'000);
  REQUIRE(script.received(std::span(said).first(150'000), at(30), tally).ok());
  CHECK(tally.requests == 1);
  REQUIRE_FALSE(script.to_send(at(0)).empty());
  script.sent(1'000, at(40));
  script.stop();
  Bytes rest = say(script, at(50));
  CHECK(rest.size() == 99'000);
  REQUIRE(script.received(std::span(said).subspan(150'000), at(60), tally).ok());
  CHECK(tally.requests == 3);
  CHECK_FALSE(script.idle());
  const auto begun = pattern.at(12'345 + 300'000, 1'000);
  REQUIRE(script.received(begun, at(61), tally).ok());
  REQUIRE(script.received(rest, at(140), tally).ok());
  CHECK(script.idle());
  CHECK(tally.requests == 4);
  CHECK(tally.latency.max() == 100'000);
}

TEST_CASE("only what is answered while the clock runs is counted") {
  const Pattern pattern(7);
  EchoScript script(pattern, 0, {8, 1});
  Tally tally;
  tally.from = at(100);
  tally.until = at(200);
  for (const int now : {50, 99, 100, 199, 200, 300}) {
    const Bytes message = say(script, at(now - 10));
    REQUIRE(script.received(message, at(now), tally).ok());
  }
  CHECK(tally.requests == 2);
  CHECK(tally.latency.count() == 2);
}

TEST_CASE("a wrong echo is found at its byte") {
  const Pattern pattern(7);
  EchoScript script(pattern, 0, {200'000, 1});
  Tally tally = running();
  Bytes said = say(script, at(1));
  REQUIRE(script.received(std::span(said).first(150'000), at(2), tally).ok());
  said[170'001] ^= 0x20U;
  const auto wrong = script.received(std::span(said).subspan(150'000), at(3), tally);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().kind == ErrorKind::InvalidData);
  CHECK(wrong.error().code == "ERR_LOAD_MISMATCH");
  CHECK(wrong.error().text.starts_with("byte 170001 of the replies is 0x"));
  CHECK(tally.requests == 0);
}

TEST_CASE("a byte too many, another connection's bytes and a lost message are wrong too") {
  const Pattern pattern(7);
  Tally tally = running();
  EchoScript script(pattern, 0, {64, 1});
  EchoScript other(pattern, 509, {64, 1});
  EchoScript windowed(pattern, 0, {64, 4});
  Bytes said = say(script, at(1));
  CHECK_FALSE(script.received(say(other, at(1)), at(2), tally).ok());
  said.push_back(said.front());
  CHECK_FALSE(script.received(said, at(2), tally).ok());
  const Bytes four = say(windowed, at(1));
  REQUIRE(windowed.received(std::span(four).first(64), at(2), tally).ok());
  CHECK_FALSE(windowed.received(std::span(four).subspan(128), at(2), tally).ok());
}

TEST_CASE("an echo of so many messages is over after them") {
  const Pattern pattern(1);
  EchoScript script(pattern, 5, {.message = 10, .window = 2, .messages = 3});
  Tally tally = running();
  CHECK(say(script, at(1)).size() == 20);
  REQUIRE(script.received(pattern.at(5, 20), at(2), tally).ok());
  CHECK_FALSE(script.over());
  CHECK(say(script, at(3)).size() == 10);
  REQUIRE(script.received(pattern.at(25, 10), at(4), tally).ok());
  CHECK(script.over());
  CHECK(script.idle());
  CHECK(say(script, at(5)).empty());
}

TEST_CASE(
    "open loop: an echo begins when it is due and there is room, and counts from when it was due") {
  const Pattern pattern(1);
  EchoScript script(pattern, 0, {.message = 10, .window = 2});
  Tally tally = running();
  tally.until = at(200);
  const Bytes warm = say(script, at(1));
  REQUIRE(script.received(warm, at(2), tally).ok());
  script.open(at(100), std::chrono::microseconds(10));
  CHECK(say(script, at(99)).empty());
  CHECK(say(script, at(101)).size() == 10);
  CHECK(say(script, at(109)).empty());
  CHECK(say(script, at(175)).size() == 10);  // there is room for one
  tally = running();
  tally.until = at(200);
  REQUIRE(script.received(pattern.at(20, 20), at(180), tally).ok());
  CHECK(tally.requests == 2);
  CHECK(tally.latency.max() == 80'000);
  CHECK(tally.latency.percentile(50) == doctest::Approx(70'000).epsilon(0.01));
  CHECK(say(script, at(180)).size() == 20);
  script.count_unanswered(tally);  // 120 and 130 are in flight, 140 to 190 have not begun
  CHECK(tally.waiting == 8);
  CHECK(tally.requests == 2);
  CHECK(tally.latency.count() == 10);
  script.stop();
  CHECK(say(script, at(200)).empty());
  REQUIRE(script.received(pattern.at(40, 20), at(210), tally).ok());
  CHECK(script.idle());
  CHECK(tally.requests == 2);
}
