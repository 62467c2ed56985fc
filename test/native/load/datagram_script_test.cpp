#include "native/load/datagram_script.h"

#include <doctest.h>

#include <vector>

using namespace std::chrono_literals;
using stdnet::load::DatagramScript;
using stdnet::load::Instant;
using stdnet::load::Pattern;
using stdnet::load::Tally;

namespace {

using Bytes = std::vector<std::uint8_t>;

const Pattern kPattern(7);
const Instant kStart = Instant(1h);

Bytes copy_of(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

Tally counting() {
  Tally tally;
  tally.from = kStart;
  tally.until = kStart + 1h;
  return tally;
}

}  // namespace

TEST_CASE("each datagram differs from the one before, and from those of other clients") {
  Tally tally = counting();
  DatagramScript one(kPattern, 0, 64);
  const DatagramScript other(kPattern, 509, 64);
  CHECK(one.message().size() == 64);
  CHECK(copy_of(one.message()) != copy_of(other.message()));
  one.sent(kStart);
  const Bytes first = copy_of(one.message());
  CHECK(one.received(first, kStart + 5us, tally).value());
  CHECK(copy_of(one.message()) != first);
  CHECK(tally.requests == 1);
  CHECK(tally.latency.max() == 5000);
}

TEST_CASE("what was not asked for is an error, with its place") {
  Tally tally = counting();
  DatagramScript script(kPattern, 0, 16);
  script.sent(kStart);
  const Bytes right = copy_of(script.message());
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
  CHECK(script.received(right, kStart, tally).value());
  // Twice, though it was sent once.
  CHECK(script.received(right, kStart, tally).error().code == "ERR_LOAD_MISMATCH");
  CHECK(tally.requests == 1);
}

TEST_CASE("a datagram is given up after a while, and the answers to both are taken") {
  Tally tally = counting();
  DatagramScript script(kPattern, 0, 64);
  script.sent(kStart);
  CHECK_FALSE(script.given_up(kStart + DatagramScript::kGivenUp - 1ns));
  const Instant again = kStart + DatagramScript::kGivenUp;
  CHECK(script.given_up(again));
  script.sent_again(again, tally);
  CHECK_FALSE(script.given_up(again));
  const Bytes first = copy_of(script.message());
  CHECK(script.received(first, again + 1ms, tally).value());
  CHECK(tally.resent == 1);
  CHECK(tally.requests == 1);
  CHECK(tally.latency.max() > 250'000'000);  // from when it was sent first
  // The other answer comes after all; a third one is nobody's business either, and no error.
  CHECK_FALSE(script.received(first, again + 2ms, tally).value());
  script.sent(again + 3ms);
  CHECK_FALSE(script.received(first, again + 4ms, tally).value());
  CHECK(script.received(copy_of(script.message()), again + 5ms, tally).value());
  CHECK(tally.requests == 2);
}

TEST_CASE("what is sent again before or after the clock ran is not counted") {
  Tally tally = counting();
  DatagramScript script(kPattern, 0, 8);
  script.sent_again(kStart - 1ns, tally);
  script.sent_again(kStart + 1h, tally);
  CHECK(tally.resent == 0);
}
