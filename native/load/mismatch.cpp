#include "native/load/mismatch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace stdnet::load {
namespace {

std::string hex(std::uint8_t byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return {'0', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

}  // namespace

Error mismatch(std::string text) {
  return Error::of(ErrorKind::InvalidData, "ERR_LOAD_MISMATCH", std::move(text));
}

Error wrong_byte(std::uint64_t offset, std::uint8_t expected, std::uint8_t got) {
  return mismatch("byte " + std::to_string(offset) + " of the replies is " + hex(got) + ", not " +
                  hex(expected));
}

Error unasked_bytes(std::uint64_t offset) {
  return mismatch("more bytes came than were asked for, from byte " + std::to_string(offset) +
                  " of the replies on");
}

std::size_t first_difference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  if (std::memcmp(a.data(), b.data(), a.size()) == 0) return a.size();
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
}

}  // namespace stdnet::load
