#include "native/core/uppercase.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "native/core/uppercase_table.h"
#include "native/core/utf8.h"

namespace stdnet {
namespace {

constexpr std::uint64_t kEach = 0x0101010101010101U;
constexpr std::size_t kWord = sizeof(std::uint64_t);

/// Writes the upper case of eight bytes; false, and nothing is written, unless all are ASCII. 'a' to 'z' are told by a bit
/// that the addition carries into.
bool upper_word(const char* from, std::uint8_t* to) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, kWord);
  if ((word & kEach * 0x80) != 0) return false;
  const std::uint64_t from_a = word + kEach * (0x80 - 'a');
  const std::uint64_t beyond_z = word + kEach * (0x7F - 'z');
  word -= ((from_a & ~beyond_z) & kEach * 0x80) >> 2U;  // 0x20: 'a' - 'A'
  std::memcpy(to, &word, kWord);
  return true;
}

std::uint8_t upper_byte(std::uint8_t byte) {
  return static_cast<std::uint8_t>(byte >= 'a' && byte <= 'z' ? byte - ('a' - 'A') : byte);
}

/// Writes the upper case of the ASCII that `text` begins with; returns how many bytes that were.
std::size_t upper_ascii(std::string_view text, std::uint8_t* to) {
  std::size_t at = 0;
  while (text.size() - at >= kWord && upper_word(text.data() + at, to + at)) at += kWord;
  if (at > 0 && text.size() - at < kWord) {
    // The last bytes, and once more some of those before them: rather than one by one.
    const std::size_t last = text.size() - kWord;
    if (upper_word(text.data() + last, to + last)) return text.size();
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<std::uint8_t>(text[at]);
    if (byte >= 0x80) break;
    to[at] = upper_byte(byte);
  }
  return at;
}

/// Writes the upper case of a code point that is not ASCII; returns how many bytes it took.
std::size_t upper_other(char32_t from, std::uint8_t* to) {
  const auto expansion = std::lower_bound(
      kUppercaseExpansions.begin(), kUppercaseExpansions.end(), from,
      [](const UppercaseExpansion& entry, char32_t value) { return entry.from < value; });
  if (expansion != kUppercaseExpansions.end() && expansion->from == from) {
    std::size_t size = 0;
    for (const char32_t c : expansion->to) {
      if (c != 0) size += write_utf8(c, to + size);
    }
    return size;
  }
  const auto run = std::lower_bound(
      kUppercaseRuns.begin(), kUppercaseRuns.end(), from,
      [](const UppercaseRun& entry, char32_t value) { return entry.last < value; });
  const bool is_in =
      run != kUppercaseRuns.end() && from >= run->first && (from - run->first) % run->step == 0;
  return write_utf8(
      is_in ? static_cast<char32_t>(static_cast<std::int32_t>(from) + run->offset) : from, to);
}

/// Appends the upper case of valid UTF-8.
void append_mixed(std::string_view text, Output& out) {
  constexpr std::size_t kMostOther = 3 * kMostUtf8;
  while (!text.empty()) {
    std::uint8_t* to = out.reserve(text.size() + kMostOther);
    if (to == nullptr) return;
    const std::size_t ascii = upper_ascii(text, to);
    out.wrote(ascii);
    text.remove_prefix(ascii);
    if (text.empty()) return;
    const CodePoint other = first_code_point(text);
    out.wrote(upper_other(other.value, to + ascii));
    text.remove_prefix(other.size);
  }
}

}  // namespace

bool append_uppercase(std::string_view text, Output& out) {
  std::uint8_t* to = out.reserve(text.size());
  if (to == nullptr) return true;
  const std::size_t ascii = upper_ascii(text, to);
  const std::string_view rest = text.substr(ascii);
  if (!is_utf8(rest)) return false;
  out.wrote(ascii);
  append_mixed(rest, out);
  return true;
}

}  // namespace stdnet
