#pragma once

#include <cstdint>

namespace stdnet {

/// What the benchmark has its servers compute, some 0.1 s of it: Marsaglia's xorshift, each of whose steps needs the one before, so
/// that it takes as long in any language. As many steps as lib/bench/servers/burn.ts makes, which gives the same answers.
[[nodiscard]] inline std::uint8_t burn(std::uint32_t state) {
  constexpr std::uint32_t kSteps = 1U << 26U;
  for (std::uint32_t i = 0; i < kSteps; ++i) {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
  }
  return static_cast<std::uint8_t>(state & 0xffU);
}

}  // namespace stdnet
