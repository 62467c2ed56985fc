#pragma once

#include <node_api.h>

#include <memory>
#include <utility>

#include "native/binding/doorbell.h"
#include "native/binding/server_events.h"
#include "native/server/tcp_server.h"

namespace stdnet::binding {

/// A server as JavaScript holds one, with the way that its events take. Ends with its environment at the latest.
/// Threads: the JS thread.
class ServerHandle {
 public:
  static constexpr napi_type_tag kTag{0x7374646e65740002, 0x7365727665720000};

  ServerHandle(Environment& environment, std::unique_ptr<Doorbell> bell);
  ~ServerHandle();
  ServerHandle(const ServerHandle&) = delete;
  ServerHandle& operator=(const ServerHandle&) = delete;

  [[nodiscard]] Result<void> start(os::Fd listener, const server::Options& options,
                                   std::shared_ptr<const server::HandlerFactory> factory);
  /// After a start() that succeeded.
  [[nodiscard]] server::TcpServer& server() { return *server_; }
  [[nodiscard]] Doorbell& bell() { return *bell_; }

  void listen(std::uint32_t topics) { events_.listen(topics); }
  /// What ServerEvents::take gives. With the last event the server's thread is joined, and the event loop is free.
  [[nodiscard]] napi_value take_events();

 private:
  /// The environment ends: its bell must not be rung any more, nor its memory be used.
  static void end(void* handle);

  Environment& environment_;
  std::unique_ptr<Doorbell> bell_;
  ServerEvents events_;
  std::unique_ptr<server::TcpServer> server_;  ///< last: its threads use all of the above
};

}  // namespace stdnet::binding
