#pragma once

#include <sys/socket.h>

/// How a send never ends in a signal, and never waits where it was asked not to. Threads: any.
namespace stdnet::os {

#if defined(__linux__)

/// The flags of a send that is asked for with these.
[[nodiscard]] constexpr int sending(int flags) {
  return flags | MSG_NOSIGNAL;
}
/// Of a socket that was made elsewhere: a vanished peer is EPIPE on it, never a signal.
inline void refuse_sigpipe(int /*fd*/) {}

#else

/// The kernel asks for MSG_NBIO where it would wait for room, though its headers keep that for itself; with MSG_DONTWAIT alone
/// a send waits all the same (xnu: sosendcheck in bsd/kern/uipc_socket.c).
inline constexpr int kNbio = 0x20000;

[[nodiscard]] constexpr int sending(int flags) {
  return (flags & MSG_DONTWAIT) != 0 ? flags | kNbio : flags;
}
/// Not every system that this is built for knows MSG_NOSIGNAL.
inline void refuse_sigpipe(int fd) {
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
}

#endif

}  // namespace stdnet::os
