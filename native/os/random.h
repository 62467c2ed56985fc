#pragma once

#include <cstdint>

namespace stdnet::os {

/// Unpredictable bits from the system. Threads: any.
[[nodiscard]] std::uint64_t random_bits();

}  // namespace stdnet::os
