#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stdnet::load {

/// Counts of durations in nanoseconds, in HdrHistogram's log-linear buckets for two significant digits: exact below
/// 256, and off by less than 1/128 above. Recording is a shift, a count of leading zeros and an increment; nothing
/// is allocated. Threads: one at a time; each load thread has its own, and they are added up at the end.
class Histogram {
 public:
  /// Longer ones (over 68 s) are counted as this.
  static constexpr std::uint64_t kHighest = (std::uint64_t{1} << 36U) - 1;

  void record(std::uint64_t value, std::uint64_t times = 1);
  void add(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t max() const { return max_; }
  /// The value that `percent` (0 to 100) of all are at or below, as HdrHistogram gives it: the highest value of the
  /// bucket, but never more than the maximum. 0 for an empty histogram.
  [[nodiscard]] std::uint64_t percentile(double percent) const;

  struct Bucket {
    std::uint64_t highest;  ///< the highest value that it takes; of the last one: the maximum
    std::uint64_t count;
  };
  /// Those that hold something, in their order: all that `percentile` knows.
  [[nodiscard]] std::vector<Bucket> buckets() const;

  /// The bucket scheme itself. `bucket_of` takes 0 to kHighest.
  [[nodiscard]] static std::size_t bucket_of(std::uint64_t value);
  [[nodiscard]] static std::uint64_t highest_of(std::size_t bucket);

 private:
  static constexpr unsigned kSubBucketBits =
      8;  // 256 steps for each power of two, of which the upper half is used
  static constexpr std::size_t kHalf = std::size_t{1} << (kSubBucketBits - 1);
  static constexpr std::size_t kBuckets = (36 - kSubBucketBits + 2) * kHalf;

  [[nodiscard]] std::uint64_t told_of(std::size_t bucket) const;

  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace stdnet::load
