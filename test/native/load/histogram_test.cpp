#include "native/load/histogram.h"

#include <doctest.h>

#include <cmath>
#include <vector>

using stdnet::load::Histogram;

TEST_CASE("an empty one has nothing to tell") {
  const Histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.max() == 0);
  CHECK(empty.percentile(50) == 0);
  CHECK(empty.buckets().empty());
}

TEST_CASE("the buckets are HdrHistogram's for two significant digits") {
  // Index and highest equivalent value, as HdrHistogram(1, 2^36 - 1, 2) has them.
  CHECK(Histogram::bucket_of(0) == 0);
  CHECK(Histogram::bucket_of(255) == 255);
  CHECK(Histogram::bucket_of(256) == 256);
  CHECK(Histogram::bucket_of(257) == 256);
  CHECK(Histogram::bucket_of(258) == 257);
  CHECK(Histogram::bucket_of(511) == 383);
  CHECK(Histogram::bucket_of(512) == 384);
  CHECK(Histogram::bucket_of(515) == 384);
  CHECK(Histogram::bucket_of(516) == 385);
  CHECK(Histogram::bucket_of(10'000) == 924);
  CHECK(Histogram::highest_of(0) == 0);
  CHECK(Histogram::highest_of(255) == 255);
  CHECK(Histogram::highest_of(256) == 257);
  CHECK(Histogram::highest_of(384) == 515);
  CHECK(Histogram::highest_of(924) == 10'047);
  CHECK(Histogram::highest_of(Histogram::bucket_of(Histogram::kHighest)) == Histogram::kHighest);
}

TEST_CASE("every value falls into the one bucket that reaches from the last one's end to its own") {
  std::uint64_t lowest = 0;
  for (std::size_t bucket = 0; lowest <= Histogram::kHighest; ++bucket) {
    const std::uint64_t highest = Histogram::highest_of(bucket);
    REQUIRE(highest >= lowest);
    REQUIRE(Histogram::bucket_of(lowest) == bucket);
    REQUIRE(Histogram::bucket_of(highest) == bucket);
    REQUIRE(static_cast<double>(highest - lowest) <= static_cast<double>(lowest) / 128);
    lowest = highest + 1;
  }
}

TEST_CASE("percentiles of one to a thousand") {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 1000; ++value) histogram.record(value);
  CHECK(histogram.count() == 1000);
  CHECK(histogram.max() == 1000);
  CHECK(histogram.percentile(0) == 1);
  CHECK(histogram.percentile(10) == 100);
  CHECK(histogram.percentile(50) == 501);  // 500 and 501 share a bucket
  CHECK(histogram.percentile(99) == 991);  // 988 to 991
  CHECK(histogram.percentile(100) == 1000);
}

TEST_CASE(
    "a percentile is never above the maximum, and a value over the range counts as the highest") {
  Histogram histogram;
  histogram.record(10'001);
  CHECK(histogram.percentile(50) == 10'001);
  histogram.record(~std::uint64_t{0});
  CHECK(histogram.max() == Histogram::kHighest);
  CHECK(histogram.percentile(100) == Histogram::kHighest);
}

TEST_CASE("histograms add up, and a value can be recorded many times at once") {
  Histogram fast;
  Histogram slow;
  Histogram both;
  fast.record(100, 99);
  slow.record(50'000);
  both.add(fast);
  both.add(slow);
  CHECK(both.count() == 100);
  CHECK(both.max() == 50'000);
  CHECK(both.percentile(99) == 100);
  CHECK(both.percentile(99.1) == 50'000);
}

TEST_CASE("the buckets that hold something are told with their highest values, up to the maximum") {
  Histogram histogram;
  histogram.record(100, 3);
  histogram.record(514);
  histogram.record(512);
  histogram.record(10'001, 2);
  std::vector<std::uint64_t> told;
  for (const auto& [highest, count] : histogram.buckets()) {
    told.push_back(highest);
    told.push_back(count);
  }
  CHECK(told == std::vector<std::uint64_t>{100, 3, 515, 2, 10'001, 2});
}
