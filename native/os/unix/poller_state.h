#pragma once

#if defined(__linux__)

#include "native/os/fd.h"

namespace stdnet::os {

/// What a Poller holds.
struct PollerState {
  Fd epoll;
  bool coarse = false;  ///< the kernel knows milliseconds only
};

}  // namespace stdnet::os

#else

#include <poll.h>

#include <vector>

namespace stdnet::os {

/// What a Poller holds.
struct PollerState {
  std::vector<pollfd> watched;
  std::vector<void*> tags;  ///< of each of them
};

}  // namespace stdnet::os

#endif
