#include "native/core/trimmed.h"

#include <doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "native/core/utf8.h"
#include "rust_uppercase.h"

using stdnet::trimmed;

TEST_CASE("of all code points, those that Rust calls white space are cut off, at both ends") {
  const auto spaces = rust_record().white_space;
  CHECK(spaces.size() == 25);
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (!is_scalar(c)) continue;
    std::array<std::uint8_t, stdnet::kMostUtf8> bytes{};
    const std::size_t size = stdnet::write_utf8(c, bytes.data());
    const std::string one(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    std::string text = one;
    text.append("x y").append(one);
    const bool is_space = std::binary_search(spaces.begin(), spaces.end(), c);
    if (trimmed(text) != (is_space ? "x y" : text)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("however much there is, and where there is nothing else") {
  CHECK(trimmed("").empty());
  CHECK(trimmed(" \t\r\n\v\f").empty());
  CHECK(trimmed("\u3000 \u00A0").empty());
  CHECK(trimmed("\u2003 quit\r\r \u0085") == "quit");
  CHECK(trimmed("quit") == "quit");
}
