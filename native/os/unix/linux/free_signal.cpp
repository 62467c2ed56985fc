#if defined(__linux__)

#include "native/os/unix/free_signal.h"

#include <csignal>

namespace stdnet::os {

/// A real-time one, from the end: programs count from the front.
int free_signal() {
  for (int number = SIGRTMAX - 1; number > SIGRTMIN; --number) {
    struct sigaction current {};
    if (::sigaction(number, nullptr, &current) != 0) continue;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access)
    if (current.sa_handler == SIG_DFL) return number;
  }
  return 0;
}

}  // namespace stdnet::os

#endif
