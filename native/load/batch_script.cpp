#include "native/load/batch_script.h"

#include <algorithm>

#include "native/core/text.h"

namespace stdnet::load {

std::span<const std::uint8_t> BatchScript::to_send() {
  if (idle() && !stopped_) write_batch();
  return bytes_of(requests_).subspan(said_);
}

void BatchScript::sent(std::size_t size, Instant now) {
  if (said_ == 0) begun_ = now;
  said_ += size;
}

Result<void> BatchScript::received(std::span<const std::uint8_t> bytes, Instant now, Tally& tally) {
  const auto expected = bytes_of(expected_).subspan(heard_);
  const std::size_t size = std::min(bytes.size(), expected.size());
  const std::size_t same = first_difference(bytes.first(size), expected.first(size));
  if (same < size) return wrong_byte(earlier_ + heard_ + same, expected[same], bytes[same]);
  if (size < bytes.size()) return unasked_bytes(earlier_ + expected_.size());
  heard_ += size;
  if (heard_ < expected_.size()) return {};
  if (said_ < requests_.size())
    return unasked_bytes(earlier_ + heard_);  // answered before it was asked
  answered_ = true;
  tally.answered(begun_, now, pipeline_);
  return {};
}

bool BatchScript::idle() const {
  return heard_ == expected_.size() && said_ == requests_.size();
}

void BatchScript::write_batch() {
  earlier_ += expected_.size();
  requests_.clear();
  expected_.clear();
  said_ = 0;
  heard_ = 0;
  answered_ = false;
  for (std::size_t i = 0; i < pipeline_; ++i) write_request(requests_, expected_);
}

}  // namespace stdnet::load
