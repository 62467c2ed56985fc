#pragma once

#include <sys/uio.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace stdnet::binding {

/// What the kernel takes at once (IOV_MAX); as Rust, the rest is simply not part of the call.
inline constexpr std::size_t kMaxSlices = 1024;

inline std::vector<iovec> slices_of(std::span<const std::span<std::uint8_t>> views) {
  std::vector<iovec> slices;
  slices.reserve(std::min(views.size(), kMaxSlices));
  for (const auto& view : views.first(std::min(views.size(), kMaxSlices))) {
    slices.push_back({view.data(), view.size()});
  }
  return slices;
}

}  // namespace stdnet::binding
