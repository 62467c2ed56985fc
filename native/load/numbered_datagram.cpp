#include "native/load/numbered_datagram.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "native/load/mismatch.h"

namespace stdnet::load {

std::span<const std::uint8_t> NumberedDatagram::write(std::uint64_t number) {
  std::memcpy(bytes_.data(), &number, kLeastSize);
  const auto rest = pattern_.at(origin_ + number * bytes_.size(), bytes_.size() - kLeastSize);
  std::copy(rest.begin(), rest.end(), bytes_.begin() + kLeastSize);
  return bytes_;
}

Result<std::uint64_t> NumberedDatagram::number_of(std::span<const std::uint8_t> came) const {
  if (came.size() != bytes_.size()) {
    return mismatch("a datagram of " + std::to_string(came.size()) + " bytes came, not of " +
                    std::to_string(bytes_.size()));
  }
  std::uint64_t number = 0;
  std::memcpy(&number, came.data(), kLeastSize);
  return number;
}

Result<void> NumberedDatagram::check(std::span<const std::uint8_t> came, std::uint64_t number) {
  const auto expected = write(number);
  const std::size_t same = first_difference(came, expected);
  if (same == came.size()) return {};
  return wrong_byte(number * expected.size() + same, expected[same], came[same]);
}

}  // namespace stdnet::load
