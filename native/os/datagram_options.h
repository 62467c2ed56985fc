#pragma once

#include <sys/socket.h>

#include <cstdint>

#include "native/core/result.h"
#include "native/os/unix/datagrams.h"  // kShutdownWakesDatagrams

/// What a datagram socket that serves can be asked for. Threads: any.
namespace stdnet::os {

/// From now on each datagram tells which local address it was sent to: IP_PKTINFO, IPV6_RECVPKTINFO. Unsupported where
/// the system has neither.
[[nodiscard]] Result<void> report_destination(int fd, bool v6);
/// What a datagram told so, as what its answer is to be: from that address, on whichever way leads to the peer.
void turn_round(msghdr& message);
/// Datagrams that the kernel has dropped so far though they were for this socket, mostly for want of room: SO_MEMINFO. 0
/// where the system does not tell.
[[nodiscard]] std::uint64_t kernel_drops(int fd);
/// No further datagram gets into the receive queue; what is there stays: SO_ATTACH_FILTER. Unsupported where the system has
/// no such thing.
[[nodiscard]] Result<void> refuse_datagrams(int fd);

}  // namespace stdnet::os
