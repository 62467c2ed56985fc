#include "native/load/datagram_script.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "native/load/script.h"

namespace stdnet::load {

DatagramScript::DatagramScript(const Pattern& pattern, std::uint64_t origin, std::size_t size)
    : pattern_(pattern), origin_(origin), message_(size) {
  write_message();
}

void DatagramScript::write_message() {
  std::memcpy(message_.data(), &number_, kLeastSize);
  const auto bytes = pattern_.at(origin_ + number_ * message_.size(), message_.size() - kLeastSize);
  std::copy(bytes.begin(), bytes.end(), message_.begin() + kLeastSize);
}

void DatagramScript::sent_again(Instant now, Tally& tally) {
  last_given_up_ = number_;
  sent_ = now;
  tally.sent_again(now);
}

Result<bool> DatagramScript::received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) {
  if (bytes.size() != message_.size()) {
    return mismatch("a datagram of " + std::to_string(bytes.size()) + " bytes came, not of " +
                    std::to_string(message_.size()));
  }
  const std::size_t same = first_difference(bytes, message_);
  if (same == bytes.size()) {
    tally.answered(begun_, now);
    ++number_;
    write_message();
    return true;
  }
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), kLeastSize);
  if (number < number_ && number <= last_given_up_) return false;
  return wrong_byte(number_ * message_.size() + same, message_[same], bytes[same]);
}

}  // namespace stdnet::load
