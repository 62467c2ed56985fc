#pragma once

#include <chrono>
#include <cstddef>

namespace stdnet::server {

/// How long, and how much, a peer may go on sending after the last reply.
struct FarewellLimits {
  std::chrono::milliseconds time{1000};
  std::size_t bytes = std::size_t{1024} * 1024;
};

/// Makes a last reply arrive. Closing a socket with unread bytes resets the connection, which can destroy what was sent
/// before: so the sending half is closed, and what the peer still sends is read and dropped until it closes too.
/// Blocks, within the limits. Threads: the connection's own.
void say_farewell(int fd, const FarewellLimits& limits = {});

}  // namespace stdnet::server
