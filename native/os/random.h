#pragma once

#include <cstdint>

namespace stdnet::os {

/// Unpredictable bits from the system, getentropy(3). Where there are none it ends the process. Threads: any.
[[nodiscard]] std::uint64_t random_bits();

}  // namespace stdnet::os
