#include "native/load/pattern.h"

#include <algorithm>

#include "native/load/random.h"

namespace stdnet::load {

Pattern::Pattern(std::uint64_t seed) : bytes_(kPeriod + kRun) {
  Random random(seed);
  for (std::size_t i = 0; i < kPeriod; ++i) bytes_[i] = static_cast<std::uint8_t>(random.next());
  // The beginning again behind the end: a run from any offset lies in one piece.
  for (std::size_t i = kPeriod; i < bytes_.size(); ++i) bytes_[i] = bytes_[i - kPeriod];
}

std::span<const std::uint8_t> Pattern::at(std::uint64_t offset, std::size_t size) const {
  return std::span(bytes_).subspan(offset % kPeriod, std::min(size, kRun));
}

}  // namespace stdnet::load
