#if defined(__linux__)

#include "native/os/wake.h"

#include <sys/eventfd.h>

#include <utility>

#include "native/os/errno.h"

namespace stdnet::os {

Result<Wake> Wake::create() {
  Fd both(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!both) return last_error("eventfd");
  return Wake(std::move(both), Fd());
}

}  // namespace stdnet::os

#endif
