#pragma once

#include <cstddef>
#include <vector>

#include "native/load/random.h"

namespace stdnet::load {

/// Numbers below `count`, of which k comes as often as 1 / (k + 1)^exponent is to the sum of all: 0 the most often. With an
/// exponent of 0 all come alike. Exact: a random number is looked up in the cumulative distribution. Threads: any.
class Zipf {
 public:
  Zipf(std::size_t count, double exponent);

  [[nodiscard]] std::size_t pick(Random& random) const;

 private:
  std::size_t count_;
  std::vector<double> up_to_;  ///< the chance of k or less, at k; empty where all come alike
};

}  // namespace stdnet::load
