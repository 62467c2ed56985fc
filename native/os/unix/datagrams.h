#pragma once

#include <sys/socket.h>

/// What datagrams are to each system.
namespace stdnet::os {

#if defined(__linux__)

using Message = mmsghdr;
/// Whether shutdown(2) wakes who is blocked in a receive on a datagram socket, though it says ENOTCONN; elsewhere such a
/// receive must not block.
inline constexpr bool kShutdownWakesDatagrams = true;
/// Whether recvfrom(2) with MSG_TRUNC gives the size that a datagram had; elsewhere the size that it has now, and only
/// recvmsg(2) tells that it was cut.
inline constexpr bool kTruncTellsSize = true;

#else

/// As Linux has it.
struct Message {
  msghdr msg_hdr;
  unsigned msg_len;
};
inline constexpr bool kShutdownWakesDatagrams = false;
inline constexpr bool kTruncTellsSize = false;

#endif

}  // namespace stdnet::os
