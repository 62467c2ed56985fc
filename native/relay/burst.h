#pragma once

#include <cstddef>
#include <vector>

namespace stdnet::relay {

/// Empties what a burst may have filled. Its memory serves the next one, but for what was out of the ordinary.
template <typename T>
void clear_after_burst(std::vector<T>& filled) {
  constexpr std::size_t kMostKept = std::size_t{1} << 20U;
  filled.clear();
  if (filled.capacity() * sizeof(T) > kMostKept) std::vector<T>().swap(filled);
}

}  // namespace stdnet::relay
