#include "native/core/utf8.h"

#include <cstdint>
#include <cstring>

namespace stdnet {
namespace {

/// Where the ASCII that starts at `at` ends, eight bytes at a time. (It may stop some bytes early: the caller goes on.)
std::size_t skip_ascii(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  while (bytes.size() - at >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    if ((word & kHighBits) != 0) break;
    at += sizeof(word);
  }
  return at;
}

struct Sequence {
  std::size_t size;          ///< 0: no sequence starts with that byte
  std::uint8_t second_low;   ///< what the second byte may be: this is where overlong forms,
  std::uint8_t second_high;  ///  surrogates and values over U+10FFFF are told
};

Sequence sequence_of(std::uint8_t first) {
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace

std::size_t utf8_valid_up_to(std::string_view bytes) {
  const auto byte = [bytes](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
  std::size_t at = 0;
  while ((at = skip_ascii(bytes, at)) < bytes.size()) {
    if (byte(at) < 0x80) {
      ++at;
      continue;
    }
    const Sequence sequence = sequence_of(byte(at));
    if (sequence.size == 0 || bytes.size() - at < sequence.size) return at;
    if (byte(at + 1) < sequence.second_low || byte(at + 1) > sequence.second_high) return at;
    for (std::size_t i = 2; i < sequence.size; ++i) {
      if ((byte(at + i) & 0xC0U) != 0x80U) return at;
    }
    at += sequence.size;
  }
  return at;
}

CodePoint first_code_point(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t value = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) value = value << 6U | (byte(i) & 0x3FU);
  return {value, size};
}

CodePoint last_code_point(std::string_view text) {
  std::size_t start = text.size() - 1;
  while ((static_cast<std::uint8_t>(text[start]) & 0xC0U) == 0x80U) --start;
  return first_code_point(text.substr(start));
}

std::size_t write_utf8(char32_t value, std::uint8_t* to) {
  if (value < 0x80) {
    to[0] = static_cast<std::uint8_t>(value);
    return 1;
  }
  const std::size_t size = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
  for (std::size_t i = size - 1; i > 0; --i) {
    to[i] = static_cast<std::uint8_t>(0x80U | (value & 0x3FU));
    value >>= 6U;
  }
  to[0] = static_cast<std::uint8_t>((0xF00U >> size) | value);
  return size;
}

}  // namespace stdnet
