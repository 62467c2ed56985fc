#include "native/load/batch_script.h"

#include <algorithm>

#include "native/core/text.h"
#include "native/load/mismatch.h"

namespace stdnet::load {

std::span<const std::uint8_t> BatchScript::to_send(Instant now) {
  if (idle() && !stopped_ && arrivals().due(now) > batches_) write_batch(now);
  return bytes_of(requests_).subspan(said_);
}

void BatchScript::sent(std::size_t size, Instant /*now*/) {
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
  tally.answered(begin_, now, pipeline_);
  return {};
}

void BatchScript::count_unanswered(Tally& tally) const {
  if (!idle()) tally.unanswered(begin_, pipeline_);
  arrivals().count_waiting(batches_, pipeline_, tally);
}

bool BatchScript::idle() const {
  return heard_ == expected_.size() && said_ == requests_.size();
}

void BatchScript::write_batch(Instant now) {
  begin_ = arrivals().begin_of(batches_++, now);
  earlier_ += expected_.size();
  requests_.clear();
  expected_.clear();
  said_ = 0;
  heard_ = 0;
  answered_ = false;
  for (std::size_t i = 0; i < pipeline_; ++i) write_request(requests_, expected_);
}

}  // namespace stdnet::load
