#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "native/core/error.h"
#include "native/server/stats.h"

namespace stdnet::server {

/// Who a connection is.
struct ConnectionInfo {
  std::uint64_t id = 0;
  SocketAddress peer;
  SocketAddress local;
};

/// What became of it.
struct Disconnection {
  ConnectionInfo connection;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::chrono::microseconds duration{0};
  std::optional<Error> error;
};

/// Is told what happens in a server, on the thread where it happens; must not block. Threads: any, several at a time.
class Observer {
 public:
  enum class Topic : std::uint8_t { Connection, Disconnect, Drop, Error };

  /// False: nobody listens, and the server spares itself the trouble.
  [[nodiscard]] virtual bool wants(Topic topic) const = 0;
  virtual void on_connection(const ConnectionInfo& connection) = 0;
  virtual void on_disconnect(Disconnection disconnection) = 0;
  virtual void on_drop(const std::optional<SocketAddress>& peer, DropReason reason) = 0;
  virtual void on_error(Error error) = 0;
  /// The last call: no connection, thread or descriptor is left but the thread that makes it.
  virtual void on_close() = 0;

 protected:
  ~Observer() = default;
};

}  // namespace stdnet::server
