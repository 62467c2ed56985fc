#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/os/socket.h"
#include "native/os/wake.h"

namespace stdnet::server {

/// Takes connections from a listening socket until it is stopped; nothing that accept(2) says ends it.
///
/// Out of descriptors, the connection in the queue would make the socket readable for ever: a spare descriptor is given
/// up for a moment to take it and close it, so that its peer hears of it. After failures that repeat themselves it
/// pauses, so that a starved server does not eat a core. Threads: one, but for `stop()`.
class Acceptor {
 public:
  class Target {
   public:
    /// False: it was refused, because something was not to be had, as it may not be for the next one either.
    [[nodiscard]] virtual bool on_accepted(os::Accepted accepted) = 0;
    /// A connection was refused; its address, where accept still told.
    virtual void on_no_descriptor(const std::optional<SocketAddress>& peer) = 0;
    virtual void on_accept_error(Error error) = 0;

   protected:
    ~Target() = default;
  };

  /// Takes the listening socket over.
  [[nodiscard]] static Result<Acceptor> create(os::Fd listener);

  /// Until `stop()`.
  void run(Target& target);
  /// What is in the queue already: connections that their peers believe to be open.
  void accept_waiting(Target& target);
  /// The port is free.
  void close();

  /// Ends `run`, also one that has not begun. Threads: any.
  void stop();

 private:
  Acceptor(os::Fd listener, os::Wake wake)
      : listener_(std::move(listener)), wake_(std::move(wake)) {}

  enum class Round { Taken, Empty, Failed };
  [[nodiscard]] Round accept_one(Target& target);
  void refuse_one(Target& target, Error error);
  void refused();
  [[nodiscard]] bool stopped() const { return stopped_->load(std::memory_order_acquire); }
  void pause();
  void take_spare();

  os::Fd listener_;
  os::Wake wake_;
  os::Fd spare_;
  int failures_ = 0;  ///< in a row
  std::unique_ptr<std::atomic<bool>> stopped_ = std::make_unique<std::atomic<bool>>(false);
};

}  // namespace stdnet::server
