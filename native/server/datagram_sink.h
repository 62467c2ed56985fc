#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <variant>

#include "native/core/address.h"
#include "native/server/datagram_handler.h"

namespace stdnet::server {

/// A datagram as it came. The bytes are the receiver's, and good during the call only.
struct ReceivedDatagram {
  SocketAddress from;
  std::span<const std::uint8_t> bytes;
};

/// Takes the datagrams of a server that answers none by itself: whoever handles them does so elsewhere, at another time.
/// Threads: any, several at a time.
class DatagramSink {
 public:
  /// Blocks while there are enough of them: what comes meanwhile waits in the kernel, or finds no room there.
  virtual void put(std::span<const ReceivedDatagram> datagrams) = 0;
  /// Blocks until all that were put are handled, or dropped. Called when no more are put.
  virtual void wait_until_handled() = 0;
  /// Drops what is not handled and what is still put, and ends every wait. Never blocks.
  virtual void close() = 0;

 protected:
  ~DatagramSink() = default;
};

/// What becomes of a server's datagrams. A sink must outlive the server.
using DatagramService = std::variant<std::shared_ptr<const DatagramHandler>, DatagramSink*>;

}  // namespace stdnet::server
