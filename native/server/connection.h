#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "native/core/address.h"
#include "native/os/fd.h"
#include "native/server/counter.h"
#include "native/server/handler.h"

namespace stdnet::server {

/// One connection. The thread that serves it alone uses it, except where a member says otherwise.
struct Connection {
  Connection(os::Fd socket, const SocketAddress& from, std::unique_ptr<Handler> by)
      : fd(std::move(socket)), peer(from), handler(std::move(by)) {}

  os::Fd fd;  ///< shut down and taken away under the table's lock only
  const SocketAddress peer;
  std::unique_ptr<Handler> handler;  ///< given by a crew that serves with one
  std::uint64_t id = 0;              ///< from the moment when somebody serves it
  SocketAddress local;               ///< the same
  std::chrono::steady_clock::time_point began;
  bool ended_by_us =
      false;  ///< under the table's lock: errors from here on are the server's own doing
  /// Set before the server ends what it reads: the peer may be in the middle of a request.
  std::atomic<bool> cut_off{false};

  /// Written by the thread that serves it, read by any: no line is shared with another connection on the path.
  Counter bytes_in;
  Counter bytes_out;
};

}  // namespace stdnet::server
