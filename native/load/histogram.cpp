#include "native/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace stdnet::load {

std::size_t Histogram::bucket_of(std::uint64_t value) {
  // Everything below one full set of steps shares the first shift, 0.
  constexpr std::uint64_t kFirst = (std::uint64_t{1} << kSubBucketBits) - 1;
  const auto shift = static_cast<unsigned>(std::bit_width(value | kFirst)) - kSubBucketBits;
  return shift * kHalf + static_cast<std::size_t>(value >> shift);
}

std::uint64_t Histogram::highest_of(std::size_t bucket) {
  const std::size_t shift = bucket < 2 * kHalf ? 0 : bucket / kHalf - 1;
  const std::uint64_t step = bucket - shift * kHalf;
  return ((step + 1) << shift) - 1;
}

void Histogram::record(std::uint64_t value, std::uint64_t times) {
  value = std::min(value, kHighest);
  counts_[bucket_of(value)] += times;
  count_ += times;
  max_ = std::max(max_, value);
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::percentile(double percent) const {
  if (count_ == 0) return 0;
  const double share = std::clamp(percent, 0.0, 100.0) / 100.0 * static_cast<double>(count_);
  const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    seen += counts_[i];
    if (seen >= wanted) return told_of(i);
  }
  return max_;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> filled;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    if (counts_[i] > 0) filled.push_back({told_of(i), counts_[i]});
  }
  return filled;
}

std::uint64_t Histogram::told_of(std::size_t bucket) const {
  return std::min(highest_of(bucket), max_);
}

}  // namespace stdnet::load
