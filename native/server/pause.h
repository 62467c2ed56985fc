#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

#include "native/os/wake.h"

namespace stdnet::server {

/// What fails again and again must not eat a core: sleeps the longer, up to 50 ms, the more failures there were in a row.
/// A wake() cuts it short.
inline void pause_after(int failures, const os::Wake& wake) {
  using std::chrono::milliseconds;
  constexpr milliseconds kLongest{50};
  const milliseconds length = std::min(kLongest, milliseconds(1 << std::min(failures, 10)));
  // Where even poll fails, sleeping does not.
  if (!wake.wait(-1, length)) std::this_thread::sleep_for(length);
}

}  // namespace stdnet::server
