#pragma once

#include <algorithm>
#include <chrono>
#include <climits>

namespace stdnet::os {

/// What a call gets that knows milliseconds only: never more than it may. Under 0, which is for ever, it is -1.
[[nodiscard]] inline int poll_milliseconds(std::chrono::nanoseconds timeout) {
  if (timeout < std::chrono::nanoseconds::zero()) return -1;
  using std::chrono::milliseconds;
  const auto whole = std::chrono::duration_cast<milliseconds>(timeout);
  return static_cast<int>(std::min<milliseconds::rep>(whole.count(), INT_MAX));
}

}  // namespace stdnet::os
