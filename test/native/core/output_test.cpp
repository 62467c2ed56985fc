#include "native/core/output.h"

#include <doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using stdnet::Output;

namespace {

std::string text_of(const Output& out) {
  return {out.bytes().begin(), out.bytes().end()};
}

}  // namespace

TEST_CASE("bytes are gathered in order, across growth") {
  Output out;
  CHECK(out.empty());
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    out.append(std::to_string(i));
    expected += std::to_string(i);
  }
  CHECK(text_of(out) == expected);
  out.clear();
  CHECK(out.empty());
  out.append("again");
  CHECK(text_of(out) == "again");
}

TEST_CASE("forwarded bytes are not copied while they are alone, and copied when they are not") {
  const std::vector<std::uint8_t> in{'i', 'n'};
  Output out;
  out.forward(in);
  CHECK(out.bytes().data() == in.data());
  out.append("+more");
  CHECK(text_of(out) == "in+more");
  out.clear();
  out.append("first ");
  out.forward(in);
  CHECK(text_of(out) == "first in");
}

TEST_CASE("full from the high-water mark on") {
  Output out;
  out.append(std::string(Output::kHighWater - 1, 'x'));
  CHECK_FALSE(out.full());
  out.append("x");
  CHECK(out.full());
  out.clear();
  CHECK_FALSE(out.full());
}

TEST_CASE("what is sent in parts is what is left") {
  const std::vector<std::uint8_t> in{'i', 'n', 'p', 'u', 't'};
  for (const bool borrowed : {true, false}) {
    CAPTURE(borrowed);
    Output out;
    out.forward(in);
    if (!borrowed) out.own();
    CHECK((out.bytes().data() == in.data()) == borrowed);
    out.sent(2);
    CHECK(text_of(out) == "put");
    out.own();
    CHECK(text_of(out) == "put");
    CHECK(out.bytes().data() != in.data() + 2);
    out.sent(3);
    CHECK(out.empty());
    out.append("next");
    CHECK(text_of(out) == "next");
  }
}

TEST_CASE("what is written in place stands behind what was there, borrowed or not") {
  const std::vector<std::uint8_t> in{'i', 'n'};
  Output out;
  out.forward(in);
  for (const char letter : {'a', 'b', 'c'}) {
    std::fill_n(out.reserve(5000), 4000, static_cast<std::uint8_t>(letter));
    out.wrote(4000);
  }
  out.append("!");
  CHECK(text_of(out) ==
        "in" + std::string(4000, 'a') + std::string(4000, 'b') + std::string(4000, 'c') + "!");
}
