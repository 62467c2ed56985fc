#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Text functions as their definitions have them, slowly.
namespace fuzzed {

struct Decoded {
  std::u32string text;
  std::size_t valid = 0;  ///< how many bytes that were
};

/// The code point that `bytes` begin with; 0xFFFFFFFF: that is not UTF-8.
inline char32_t decode_one(std::string_view bytes, std::size_t& size) {
  constexpr char32_t kNone = 0xFFFFFFFF;
  const auto first = static_cast<std::uint8_t>(bytes.front());
  size = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  if (size == 0 || bytes.size() < size) return kNone;
  char32_t value = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<std::uint8_t>(bytes[i]);
    if (next >> 6 != 2) return kNone;
    value = value << 6 | (next & 63U);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < kLeast[size] || value > 0x10FFFF || surrogate ? kNone : value;
}

inline Decoded decode(std::string_view bytes) {
  Decoded decoded;
  while (decoded.valid < bytes.size()) {
    std::size_t size = 0;
    const char32_t value = decode_one(bytes.substr(decoded.valid), size);
    if (value > 0x10FFFF) break;
    decoded.text += value;
    decoded.valid += size;
  }
  return decoded;
}

/// The first line of a text without its end, how many bytes it has with it, and whether there is an end.
struct Cut {
  std::string_view line;
  std::size_t size;
  bool ended;
};
inline Cut first_line(std::string_view rest) {
  const std::size_t newline = rest.find('\n');
  if (newline == std::string_view::npos) return {rest, rest.size(), false};
  std::string_view line = rest.substr(0, newline);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return {line, newline + 1, true};
}

}  // namespace fuzzed
