#include "native/core/uppercase.h"

#include <doctest.h>

#include <array>
#include <string>

#include "native/core/utf8.h"
#include "rust_uppercase.h"

using stdnet::append_uppercase;
using stdnet::Output;

namespace {

std::string encoded(char32_t c) {
  std::array<std::uint8_t, stdnet::kMostUtf8> bytes{};
  const std::size_t size = stdnet::write_utf8(c, bytes.data());
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// "(not UTF-8)" where it says so.
std::string upper(std::string_view text) {
  Output out;
  if (!append_uppercase(text, out)) return out.empty() ? "(not UTF-8)" : "(appended all the same)";
  return {out.bytes().begin(), out.bytes().end()};
}

}  // namespace

TEST_CASE("every code point has the upper case that Rust says") {
  const RustRecord rust = rust_record();
  CHECK(rust.unicode == "17.0.0");
  CHECK(rust.uppercase.size() > 1500);
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (!is_scalar(c)) continue;
    std::string expected;
    if (const auto found = rust.uppercase.find(c); found != rust.uppercase.end()) {
      for (const char32_t to : found->second) expected += encoded(to);
    } else {
      expected = encoded(c);
    }
    if (upper(encoded(c)) != expected) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("ASCII of every length, each byte of it") {
  for (std::size_t size = 0; size < 40; ++size) {
    for (int first = 0; first < 128; ++first) {
      std::string text;
      std::string expected;
      for (std::size_t i = 0; i < size; ++i) {
        const auto c = static_cast<char>((static_cast<std::size_t>(first) + i * 37) % 128);
        text += c;
        expected += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      }
      CHECK(upper(text) == expected);
    }
  }
}

TEST_CASE("other letters anywhere among ASCII, and beside each other") {
  CHECK(upper("straße") == "STRASSE");
  CHECK(upper("ﬃ") == "FFI");
  CHECK(upper("ὀδυσσεύς") == "ὈΔΥΣΣΕΎΣ");
  CHECK(upper("ŉ€日本😀ǆ") == "ʼN€日本😀Ǆ");
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      const std::string text(size, 'z');
      const std::string expected(size, 'Z');
      CHECK(upper(std::string(text).insert(at, "ß")) == std::string(expected).insert(at, "SS"));
    }
  }
}

TEST_CASE("a text that gets three times as long") {
  std::string text;
  std::string expected;
  for (int i = 0; i < 10'000; ++i) {
    text += "\u0390";
    expected += "\u0399\u0308\u0301";
  }
  REQUIRE(expected.size() == 3 * text.size());
  const bool right = upper(text) == expected;  // not to be printed
  CHECK(right);
}

TEST_CASE("what is not UTF-8 is refused whole, and leaves what was there before") {
  for (const char* bad :
       {"\xFF", "abc\xC3", "abcdefgh\x80", "ß\xED\xA0\x80", "long enough\xC0\xAF"}) {
    CHECK(upper(bad) == "(not UTF-8)");
  }
  Output out;
  CHECK(append_uppercase("one ", out));
  CHECK_FALSE(append_uppercase("two \xFF", out));
  CHECK(append_uppercase("drei ß", out));
  CHECK(std::string(out.bytes().begin(), out.bytes().end()) == "ONE DREI SS");
}
