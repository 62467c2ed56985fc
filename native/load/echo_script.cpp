#include "native/load/echo_script.h"

#include <algorithm>

#include "native/load/mismatch.h"

namespace stdnet::load {

EchoScript::EchoScript(const Pattern& pattern, std::uint64_t origin, Shape shape)
    : pattern_(pattern),
      origin_(origin),
      shape_(shape),
      limit_(limit_after(0)),
      begins_(shape.window) {}

std::span<const std::uint8_t> EchoScript::to_send(Instant now) {
  const std::uint64_t whole = std::min(limit_ / shape_.message, arrivals().due(now));
  return pattern_.at(origin_ + sent_, static_cast<std::size_t>(whole * shape_.message - sent_));
}

void EchoScript::sent(std::size_t size, Instant now) {
  const std::uint64_t after = sent_ + size;
  // The messages whose first byte is among these.
  for (std::uint64_t i = begun(); i * shape_.message < after; ++i)
    begins_[i % shape_.window] = arrivals().begin_of(i, now);
  sent_ = after;
}

Result<void> EchoScript::received(std::span<const std::uint8_t> bytes, Instant now, Tally& tally) {
  if (received_ + bytes.size() > sent_) return unasked_bytes(sent_);
  std::uint64_t answered = received_ / shape_.message;
  while (!bytes.empty()) {
    const auto expected = pattern_.at(origin_ + received_, bytes.size());
    const auto got = bytes.first(expected.size());
    const std::size_t same = first_difference(got, expected);
    if (same < got.size()) return wrong_byte(received_ + same, expected[same], got[same]);
    received_ += got.size();
    bytes = bytes.subspan(got.size());
  }
  const std::uint64_t whole = received_ / shape_.message;
  for (; answered < whole; ++answered) tally.answered(begins_[answered % shape_.window], now);
  if (!stopped_) limit_ = limit_after(whole);
  return {};
}

std::uint64_t EchoScript::limit_after(std::uint64_t whole) const {
  const std::uint64_t most = shape_.messages > 0 ? shape_.messages : UINT64_MAX / shape_.message;
  return std::min<std::uint64_t>(whole + shape_.window, most) * shape_.message;
}

void EchoScript::count_unanswered(Tally& tally) const {
  for (std::uint64_t i = received_ / shape_.message; i < begun(); ++i)
    tally.unanswered(begins_[i % shape_.window], 1);
  arrivals().count_waiting(begun(), 1, tally);
}

void EchoScript::stop() {
  stopped_ = true;
  // A message that has been begun is sent to its end.
  limit_ = begun() * shape_.message;
}

}  // namespace stdnet::load
