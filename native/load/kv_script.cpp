#include "native/load/kv_script.h"

#include <algorithm>

namespace stdnet::load {
namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

KvScript::KvScript(std::size_t connection, std::uint64_t seed, Shape shape)
    : shape_(shape),
      prefix_(std::to_string(connection) + ":"),
      random_(seed ^ (connection * 0x2545f4914f6cdd1dU)),
      values_(shape.keys) {
  write_batch();
}

std::span<const std::uint8_t> KvScript::to_send() {
  if (said_ == requests_.size() && heard_ == expected_.size() && !stopped_) write_batch();
  return bytes_of(requests_).subspan(said_);
}

void KvScript::sent(std::size_t size, Instant now) {
  if (said_ == 0) begun_ = now;
  said_ += size;
}

Result<void> KvScript::received(std::span<const std::uint8_t> bytes, Instant now, Tally& tally) {
  const auto expected = bytes_of(expected_).subspan(heard_);
  const std::size_t size = std::min(bytes.size(), expected.size());
  const std::size_t same = first_difference(bytes.first(size), expected.first(size));
  if (same < size) return wrong_byte(earlier_ + heard_ + same, expected[same], bytes[same]);
  if (size < bytes.size()) return unasked_bytes(earlier_ + expected_.size());
  heard_ += size;
  if (heard_ < expected_.size()) return {};
  if (said_ < requests_.size())
    return unasked_bytes(earlier_ + heard_);  // answered before it was asked
  tally.answered(begun_, now, shape_.pipeline);
  return {};
}

bool KvScript::idle() const {
  return heard_ == expected_.size() && said_ == requests_.size();
}

void KvScript::write_batch() {
  earlier_ += expected_.size();
  requests_.clear();
  expected_.clear();
  said_ = 0;
  heard_ = 0;
  for (std::size_t i = 0; i < shape_.pipeline; ++i) {
    if (primed_ < values_.size()) {
      write_set(primed_++);
      continue;
    }
    const std::uint64_t dice = random_.next();
    const std::size_t key = (dice >> 1U) % values_.size();
    if ((dice & 1U) != 0) {
      write_set(key);
    } else {
      write_get(key);
    }
  }
}

void KvScript::write_set(std::size_t key) {
  values_[key] = random_.next();
  requests_.append("SET ").append(prefix_).append(std::to_string(key)).push_back(' ');
  append_value(requests_, values_[key]);
  requests_.push_back('\n');
  expected_.append("OK\n");
}

void KvScript::write_get(std::size_t key) {
  requests_.append("GET ").append(prefix_).append(std::to_string(key)).push_back('\n');
  append_value(expected_, values_[key]);
  expected_.push_back('\n');
}

void KvScript::append_value(std::string& to, std::uint64_t number) const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < shape_.value_size; ++i)
    to.push_back(kDigits[(number >> (i % 16 * 4)) & 15U]);
}

}  // namespace stdnet::load
