#include "native/load/zipf.h"

#include <doctest.h>

#include <cmath>
#include <numeric>

using stdnet::load::Random;
using stdnet::load::Zipf;

namespace {

constexpr std::size_t kDraws = 1'000'000;

std::vector<double> drawn(std::size_t count, double exponent) {
  const Zipf zipf(count, exponent);
  Random random(42);
  std::vector<double> times(count);
  for (std::size_t i = 0; i < kDraws; ++i) ++times.at(zipf.pick(random));
  return times;
}

/// Pearson's, of what was drawn against what Zipf's law says.
double chi_square(const std::vector<double>& times, double exponent) {
  std::vector<double> expected;
  for (std::size_t rank = 1; rank <= times.size(); ++rank)
    expected.push_back(1 / std::pow(static_cast<double>(rank), exponent));
  const double sum = std::accumulate(expected.begin(), expected.end(), 0.0);
  double distance = 0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double share = expected[k] / sum * static_cast<double>(kDraws);
    distance += (times[k] - share) * (times[k] - share) / share;
  }
  return distance;
}

}  // namespace

TEST_CASE("each number comes as often as the law says") {
  for (const double exponent : {0.0, 0.5, 0.99, 1.0, 2.0}) {
    CAPTURE(exponent);
    const auto times = drawn(20, exponent);
    // 19 degrees of freedom: more than this once in a million seeds, and the seed is fixed.
    CHECK(chi_square(times, exponent) < 62);
    // The test can tell: of another law it is far away.
    CHECK(chi_square(times, exponent + 0.05) > 62);
  }
}

TEST_CASE("one number alone, and more of them than are drawn") {
  CHECK(drawn(1, 0) == std::vector<double>{kDraws});
  CHECK(drawn(1, 0.99) == std::vector<double>{kDraws});
  const Zipf many(2'000'000, 0.99);
  Random random(1);
  for (int i = 0; i < 1000; ++i) REQUIRE(many.pick(random) < 2'000'000);
}
