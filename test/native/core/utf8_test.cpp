#include "native/core/utf8.h"

#include <doctest.h>

#include <array>
#include <cstdint>
#include <string>

using namespace stdnet;

namespace {

/// UTF-8 by the definition: what encoding a scalar value gives.
std::string encode(std::uint32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80U | (c >> shift & 0x3FU)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0U | c >> 6), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0U | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | c >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace

TEST_CASE("every code point but the surrogates, up to U+10FFFF") {
  std::uint32_t wrong = 0;
  for (std::uint32_t c = 0; c < 0x120000; ++c) {
    const bool scalar = c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
    if (is_utf8(encode(c)) != scalar) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("of the three-byte texts that start high, exactly the encodings are valid") {
  // Every first byte, and of the others only the values where a limit can be.
  constexpr std::array<std::uint8_t, 10> kEdges = {0x00, 0x7F, 0x80, 0x8F, 0x90,
                                                   0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  int valid = 0;
  for (int first = 0x80; first < 0x100; ++first) {
    for (const std::uint8_t second : kEdges) {
      for (const std::uint8_t third : kEdges) {
        const std::array<char, 3> bytes = {static_cast<char>(first), static_cast<char>(second),
                                           static_cast<char>(third)};
        if (is_utf8({bytes.data(), bytes.size()})) ++valid;
      }
    }
  }
  // Three bytes: E0 with 2 seconds, ED with 4, the 14 others with 6, each with 6 thirds; two bytes and one of ASCII: 30 * 6 * 2.
  CHECK(valid == (2 + 4 + 14 * 6) * 6 + 30 * 6 * 2);
}

TEST_CASE("valid_up_to is where the first bad sequence starts") {
  CHECK(utf8_valid_up_to("") == 0);
  CHECK(utf8_valid_up_to("abc\xFFxyz") == 3);
  CHECK(utf8_valid_up_to("12345678\x80") == 8);
  CHECK(utf8_valid_up_to("a\xE2\x82") == 1);              // cut short
  CHECK(utf8_valid_up_to("a\xE2\x82\xAC\xE2\x28") == 4);  // not a continuation
  CHECK(utf8_valid_up_to("\xC0\x80") == 0);               // overlong NUL
  CHECK(utf8_valid_up_to("\xF4\x90\x80\x80") == 0);       // U+110000
}

TEST_CASE("a bad byte is found at every distance from the start and from the end") {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = '\x80';
      CHECK(utf8_valid_up_to(text) == at);
    }
  }
}

TEST_CASE("a NUL and a byte order mark are characters") {
  using namespace std::string_view_literals;
  CHECK(is_utf8("a\0b"sv));
  CHECK(is_utf8("\xEF\xBB\xBFx"));
}

TEST_CASE("what is written is what is read, at either end of a text") {
  std::uint32_t wrong = 0;
  for (std::uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::array<std::uint8_t, kMostUtf8> bytes{};
    const std::size_t size = write_utf8(c, bytes.data());
    const std::string text(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const CodePoint first = first_code_point(text + "\xC3\x9F");
    const CodePoint last = last_code_point("\xC3\x9F" + text);
    const bool read =
        first.value == c && first.size == size && last.value == c && last.size == size;
    if (text != encode(c) || !read) ++wrong;
  }
  CHECK(wrong == 0);
}
