#pragma once

#include <cstddef>
#include <string_view>

namespace stdnet {

/// How many bytes from the start are whole, valid UTF-8: Rust's `Utf8Error::valid_up_to`. Overlong forms, surrogates
/// and values over U+10FFFF are not valid; a NUL and a byte order mark are.
[[nodiscard]] std::size_t utf8_valid_up_to(std::string_view bytes);

/// Whether `str::from_utf8` would take it.
[[nodiscard]] inline bool is_utf8(std::string_view bytes) {
  return utf8_valid_up_to(bytes) == bytes.size();
}

}  // namespace stdnet
