#pragma once

#include <optional>

#include "native/core/error.h"
#include "native/os/socket.h"

namespace stdnet::server {

/// How connections come into a server. Threads: the server's own, but for `stop()`.
class Intake {
 public:
  class Target {
   public:
    /// False: it was refused, because something was not to be had, as it may not be for the next one either.
    [[nodiscard]] virtual bool on_accepted(os::Accepted accepted) = 0;
    /// A connection was refused; its address, where accept still told.
    virtual void on_no_descriptor(const std::optional<SocketAddress>& peer) = 0;
    virtual void on_accept_error(Error error) = 0;
    /// So many wait to be met that no more are to be accepted for now.
    [[nodiscard]] virtual bool is_crowded() const = 0;

   protected:
    ~Target() = default;
  };

  virtual ~Intake() = default;

  /// Until `stop()`.
  virtual void run(Target& target) = 0;
  /// After `run`: what is in the queue already, connections that their peers believe to be open.
  virtual void accept_waiting(Target& target) = 0;
  /// The port is free.
  virtual void close() = 0;

  /// Ends `run`, also one that has not begun. Threads: any.
  virtual void stop() = 0;
};

}  // namespace stdnet::server
