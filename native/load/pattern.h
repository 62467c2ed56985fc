#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace stdnet::load {

/// Endless bytes that tell where they belong: random, and repeating only after a prime number of them, so that a
/// message that is lost, doubled or swapped shows at once. Threads: any; it does not change.
class Pattern {
 public:
  static constexpr std::size_t kPeriod = 65521;
  /// `at` never gives more than this at once.
  static constexpr std::size_t kRun = 65536;

  explicit Pattern(std::uint64_t seed);

  /// Up to `size` bytes from `offset` on.
  [[nodiscard]] std::span<const std::uint8_t> at(std::uint64_t offset, std::size_t size) const;

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace stdnet::load
