#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stdnet {

/// How many bytes from the start are whole, valid UTF-8: Rust's `Utf8Error::valid_up_to`. Overlong forms, surrogates
/// and values over U+10FFFF are not valid; a NUL and a byte order mark are.
[[nodiscard]] std::size_t utf8_valid_up_to(std::string_view bytes);

/// Whether `str::from_utf8` would take it.
[[nodiscard]] inline bool is_utf8(std::string_view bytes) {
  return utf8_valid_up_to(bytes) == bytes.size();
}

/// A code point, and how many bytes it has.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};

/// The first code point of text that is valid UTF-8 and not empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);
/// The last one.
[[nodiscard]] CodePoint last_code_point(std::string_view text);

/// The most bytes that a code point has.
inline constexpr std::size_t kMostUtf8 = 4;

/// Writes a code point; returns how many bytes it took.
std::size_t write_utf8(char32_t value, std::uint8_t* to);

}  // namespace stdnet
