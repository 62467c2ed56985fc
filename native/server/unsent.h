#pragma once

#include <cstddef>
#include <utility>

#include "native/os/socket_options.h"

namespace stdnet::server {

/// What was sent through a silent connection and has not reached its peer: whether it still moves. Threads: one at a time.
class Unsent {
 public:
  /// Whether there is none, or as much as at the last look.
  [[nodiscard]] bool still(int fd) {
    const auto unsent = os::unsent_bytes(fd);
    const std::size_t left = unsent ? unsent.value() : 0;
    return left == 0 || left == std::exchange(left_, left);
  }
  /// Whether there was some at the last look but one.
  [[nodiscard]] bool any() const { return left_ > 0; }

 private:
  std::size_t left_ = 0;
};

}  // namespace stdnet::server
