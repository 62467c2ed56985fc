#if defined(__APPLE__)

#include "native/os/unix/free_signal.h"

#include <csignal>

namespace stdnet::os {

/// There are no real-time signals. This one is ignored unless asked for, and hardly anybody asks.
int free_signal() {
  return SIGURG;
}

}  // namespace stdnet::os

#endif
