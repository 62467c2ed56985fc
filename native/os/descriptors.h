#pragma once

#include "native/os/fd.h"

/// Which descriptors the addon's handles hold, in the whole process.
///
/// A number can be adopted by a second handle, in another thread (`asRawFd()` posted, `fromRawFd()` there). Closing one
/// of the two then ends the connection for both, but the number itself stays taken until the last handle lets go: no
/// call can ever reach a stranger's socket through a number that was used again meanwhile.
///
/// Threads: any.
namespace stdnet::os::descriptors {

/// A handle more holds `fd`, which may have been made elsewhere: from now on no send on it ends in a signal.
void hold(int fd);
/// A handle fewer; the number lives on as somebody else's (`intoRawFd`).
void forget(int fd);
/// A handle closes. The last one is given the number, to close it; before that the connection is shut down, and calls
/// that are blocked on it in other threads are woken.
[[nodiscard]] Fd close(int fd);
/// Another handle has closed it: use it no more.
[[nodiscard]] bool is_closing(int fd);

}  // namespace stdnet::os::descriptors
