#include "native/server/input.h"

#include <doctest.h>

#include <algorithm>
#include <random>
#include <string>

using stdnet::server::Input;

namespace {

void receive(Input& input, std::string_view text) {
  const auto room = input.room();
  REQUIRE(room.size() >= text.size());
  std::ranges::copy(text, room.begin());
  input.received(text.size());
}

std::string text_of(const Input& input) {
  return {input.bytes().begin(), input.bytes().end()};
}

}  // namespace

TEST_CASE("unconsumed bytes come first, what follows comes behind them") {
  Input input;
  receive(input, "hello wo");
  input.consume(6);
  CHECK(text_of(input) == "wo");
  receive(input, "rld");
  CHECK(text_of(input) == "world");
  input.consume(5);
  CHECK(input.bytes().empty());
}

TEST_CASE("small until a recv fills it, then as large as a stream needs, and no larger") {
  Input input;
  CHECK(input.room().size() == Input::kFirstCapacity);
  receive(input, std::string(Input::kFirstCapacity, 'x'));
  input.consume(Input::kFirstCapacity);
  CHECK(input.room().size() == Input::kStreamCapacity);
  receive(input, std::string(Input::kStreamCapacity, 'x'));
  input.consume(Input::kStreamCapacity);
  CHECK(input.room().size() == Input::kStreamCapacity);
}

TEST_CASE("it grows for bytes that stay, and gives the room back when they have gone") {
  Input input;
  std::size_t size = 0;
  while (size < 1'000'000) {
    const std::size_t room = input.room().size();
    REQUIRE(room > 0);
    receive(input, std::string(room, 'x'));
    size += room;
  }
  CHECK(input.bytes().size() == size);
  input.consume(size);
  CHECK(input.room().size() == Input::kStreamCapacity);
}

TEST_CASE("whatever is received and consumed, the bytes are those of the stream") {
  std::mt19937 random(7);
  Input input;
  std::uint8_t next_in = 0;
  std::uint8_t next_out = 0;
  bool right = true;
  for (int round = 0; round < 20'000; ++round) {
    const auto room = input.room();
    const std::size_t size = std::min<std::size_t>(room.size(), 1 + random() % 3000);
    for (std::uint8_t& byte : room.first(size)) byte = next_in++;
    input.received(size);
    const std::size_t used = random() % (input.bytes().size() + 1);
    for (const std::uint8_t byte : input.bytes().first(used)) right = right && byte == next_out++;
    input.consume(used);
  }
  CHECK(right);
}

TEST_CASE("bytes move to another buffer and back, with their memory if they are many") {
  for (const std::size_t size : {std::size_t{1}, std::size_t{100}, Input::kStreamCapacity / 2,
                                 Input::kStreamCapacity / 2 + 1, 3 * Input::kStreamCapacity}) {
    CAPTURE(size);
    Input scratch(Input::Start::Stream);
    std::string expected;
    while (expected.size() < size) {
      const std::string piece(std::min(size - expected.size(), scratch.room().size()),
                              static_cast<char>('a' + expected.size() % 26));
      receive(scratch, piece);
      expected += piece;
    }
    Input kept;
    kept.keep(scratch);
    CHECK(scratch.bytes().empty());
    CHECK(text_of(kept) == expected);
    CHECK(scratch.room().size() == Input::kStreamCapacity);
    scratch.take_over(kept);
    CHECK(kept.bytes().empty());
    CHECK(text_of(scratch) == expected);
    receive(scratch, "!");
    CHECK(text_of(scratch) == expected + "!");
  }
}
