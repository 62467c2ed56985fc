#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

#include "native/os/wake.h"

namespace stdnet::server {

/// What fails again and again must not eat a core: sleeps the longer, up to 50 ms, the more failures there were in a row.
[[nodiscard]] inline std::chrono::milliseconds pause_length(int failures) {
  using std::chrono::milliseconds;
  constexpr milliseconds kLongest{50};
  return std::min(kLongest, milliseconds(1 << std::min(failures, 10)));
}

/// A wake() cuts it short.
inline void pause_for(std::chrono::milliseconds length, const os::Wake& wake) {
  // Where even poll fails, sleeping does not.
  if (!wake.wait(-1, length)) std::this_thread::sleep_for(length);
}

/// Sleeps the longer, the more failures there were.
inline void pause_after(int failures, const os::Wake& wake) {
  pause_for(pause_length(failures), wake);
}

}  // namespace stdnet::server
