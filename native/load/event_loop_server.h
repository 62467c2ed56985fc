#pragma once

#include <atomic>
#include <memory>

#include "native/kv/store.h"
#include "native/os/poller.h"
#include "native/os/thread.h"
#include "native/os/wake.h"

namespace stdnet::load {

/// What blocking threads have to be compared with, lest C++ be compared with JavaScript: an event loop in C++, one
/// thread for all connections, as node:net has. For comparison only: it has no limits and no timeouts.
/// Threads: any, one at a time.
class EventLoopServer {
 public:
  enum class Work { Echo, Kv, Burn };

  [[nodiscard]] static Result<std::unique_ptr<EventLoopServer>> start(const SocketAddress& address,
                                                                      Work work);

  EventLoopServer(const EventLoopServer&) = delete;
  EventLoopServer& operator=(const EventLoopServer&) = delete;
  /// Ends all connections and the thread.
  ~EventLoopServer();

  [[nodiscard]] const SocketAddress& address() const { return address_; }

 private:
  EventLoopServer(os::Fd listener, os::Wake wake, const SocketAddress& address)
      : listener_(std::move(listener)), wake_(std::move(wake)), address_(address) {}

  os::Fd listener_;
  os::Wake wake_;
  SocketAddress address_;
  std::atomic<bool> stopping_{false};
  os::Thread thread_;
};

}  // namespace stdnet::load
