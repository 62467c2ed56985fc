#pragma once

#include "native/net/waiter.h"
#include "native/os/fd.h"

namespace stdnet::net {

/// close(2). With SO_LINGER it blocks until the peer has everything or the time is over, and a signal would end the wait for
/// good: so another thread closes, and the caller, who waits for it, can be ended. Threads: any; the Waiter is the caller's.
void close(Waiter& waiter, os::Fd fd);
/// The same, but nobody waits for it. Threads: any.
void close_unattended(os::Fd fd);

}  // namespace stdnet::net
