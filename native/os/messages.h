#pragma once

#include <cstddef>
#include <span>

#include "native/core/result.h"
#include "native/os/unix/datagrams.h"

/// Several datagrams in one system call. Threads: any.
namespace stdnet::os {

/// How many came: blocks for the first only. recvmmsg(2); elsewhere a recvmsg(2) each.
[[nodiscard]] Result<std::size_t> recv_messages(int fd, std::span<Message> into, int flags = 0);
/// How many went, from the front; an Error where not even the first did. sendmmsg(2); elsewhere a sendmsg(2) each.
[[nodiscard]] Result<std::size_t> send_messages(int fd, std::span<Message> from, int flags = 0);

}  // namespace stdnet::os
