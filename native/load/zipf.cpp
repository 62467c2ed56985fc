#include "native/load/zipf.h"

#include <algorithm>
#include <cmath>

namespace stdnet::load {

Zipf::Zipf(std::size_t count, double exponent) : count_(count) {
  if (exponent == 0) return;
  double sum = 0;
  up_to_.reserve(count);
  for (std::size_t k = 0; k < count; ++k) {
    sum += std::pow(static_cast<double>(k + 1), -exponent);
    up_to_.push_back(sum);
  }
  for (double& chance : up_to_) chance /= sum;
}

std::size_t Zipf::pick(Random& random) const {
  if (up_to_.empty()) return random.next() % count_;
  // The last chance is sum / sum, which is 1, and a fraction is less: something is always found.
  const auto found = std::upper_bound(up_to_.begin(), up_to_.end(), random.fraction());
  return static_cast<std::size_t>(found - up_to_.begin());
}

}  // namespace stdnet::load
