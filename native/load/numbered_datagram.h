#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "native/core/result.h"
#include "native/load/pattern.h"

namespace stdnet::load {

/// The datagrams of one client: a number, and bytes that tell whose they are. Threads: its load thread's.
class NumberedDatagram {
 public:
  /// Room for the number.
  static constexpr std::size_t kLeastSize = sizeof(std::uint64_t);

  /// `pattern` must outlive it; `origin` is where in it this client begins.
  NumberedDatagram(const Pattern& pattern, std::uint64_t origin, std::size_t size)
      : pattern_(pattern), origin_(origin), bytes_(size) {}

  /// Valid until the next call of anything here.
  [[nodiscard]] std::span<const std::uint8_t> write(std::uint64_t number);
  /// The number of one that came. InvalidData for another size.
  [[nodiscard]] Result<std::uint64_t> number_of(std::span<const std::uint8_t> came) const;
  /// InvalidData where it is not what was sent under that number.
  [[nodiscard]] Result<void> check(std::span<const std::uint8_t> came, std::uint64_t number);

 private:
  const Pattern& pattern_;
  const std::uint64_t origin_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace stdnet::load
