#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <span>

#include "native/core/result.h"

/// Several datagrams in one system call. Threads: any.
namespace stdnet::os {

#if defined(__linux__)
using Message = mmsghdr;
#else
/// As Linux has it.
struct Message {
  msghdr msg_hdr;
  unsigned msg_len;
};
#endif

/// How many came: blocks for the first only. recvmmsg(2); elsewhere a recvmsg(2) each.
[[nodiscard]] Result<std::size_t> recv_messages(int fd, std::span<Message> into, int flags = 0);
/// How many went, from the front; an Error where not even the first did. sendmmsg(2); elsewhere a sendmsg(2) each.
[[nodiscard]] Result<std::size_t> send_messages(int fd, std::span<Message> from, int flags = 0);

}  // namespace stdnet::os
