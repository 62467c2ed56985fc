#if defined(__APPLE__)

#include "native/os/wake.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "native/os/errno.h"

namespace stdnet::os {

Result<Wake> Wake::create() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return last_error("pipe");
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
  return Wake(Fd(ends[0]), Fd(ends[1]));
}

}  // namespace stdnet::os

#endif
