#pragma once

#include <node_api.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "native/binding/datagram_mail.h"
#include "native/binding/doorbell.h"
#include "native/binding/handle.h"
#include "native/binding/mail.h"
#include "native/binding/server_events.h"
#include "native/server/tcp_server.h"
#include "native/server/udp_server.h"

namespace stdnet::binding {

/// The workers of a server: how they find it, and how many there are to be.
struct Staff {
  std::string id;
  std::size_t count;
};

/// A server of either kind as JavaScript holds one, with the way that its events take. Ends with its environment at the
/// latest. Threads: the JS thread.
class ServerHandle {
 public:
  static constexpr napi_type_tag kTag{0x7374646e65740002, 0x7365727665720000};

  /// For a handler that is JavaScript's: of connections, of datagrams; none.
  using AnyMail =
      std::variant<std::monostate, std::unique_ptr<Mail>, std::unique_ptr<DatagramMail>>;

  ServerHandle(Environment& environment, std::unique_ptr<Doorbell> bell, AnyMail mail = {});
  ~ServerHandle();
  ServerHandle(const ServerHandle&) = delete;
  ServerHandle& operator=(const ServerHandle&) = delete;

  [[nodiscard]] Result<void> start(os::Fd listener, const server::Options& options,
                                   const server::Hire& hire);
  [[nodiscard]] Result<void> start(os::Fd listener, const server::Options& options, Staff staff);
  [[nodiscard]] Result<void> start(os::Fd socket, const server::UdpOptions& options,
                                   server::DatagramService service);
  [[nodiscard]] Doorbell& bell() { return *bell_; }
  /// nullptr: its handler is another.
  template <typename Kind>
  [[nodiscard]] Kind* mail() {
    auto* mail = std::get_if<std::unique_ptr<Kind>>(&mail_);
    return mail == nullptr ? nullptr : mail->get();
  }

  /// Its bells do not ring any more.
  void silence();

  // All below after a start() that succeeded.

  [[nodiscard]] bool is_udp() const { return std::holds_alternative<Udp>(server_); }
  /// What UdpServer::send_to does, of one.
  [[nodiscard]] Result<std::size_t> send_to(std::span<const std::uint8_t> bytes,
                                            const SocketAddress& to);
  /// Once it has ended: those of its end.
  [[nodiscard]] napi_value stats() const;
  /// `drain` is for connections.
  void shutdown(std::chrono::milliseconds drain);
  void close();
  void listen(std::uint32_t topics) { events_.listen(topics); }
  /// What ServerEvents::take gives. With the last event the server is gone, with its descriptors and memory, and the event
  /// loop is free, however long JavaScript holds this.
  [[nodiscard]] napi_value take_events();

 private:
  using Tcp = std::unique_ptr<server::TcpServer>;
  using Udp = std::unique_ptr<server::UdpServer>;

  void release_server();
  /// The environment ends: its bell must not be rung any more, nor its memory be used.
  static void end(void* handle);

  Environment& environment_;
  std::unique_ptr<Doorbell> bell_;
  ServerEvents events_;
  AnyMail mail_;
  std::string id_;  ///< empty: nobody can find it
  std::optional<std::variant<server::Stats, server::DatagramStats>> last_stats_;  ///< it has ended
  /// Last: its threads use all of the above. Null: it has not started, or has ended.
  std::variant<Tcp, Udp> server_;
};

/// Starts a server on a descriptor that the environment owns; it is the server's from now on, whatever happens. Its handle,
/// or nullptr with an exception pending.
template <typename Options, typename Handler>
napi_value start_server(Environment& environment, int fd, const Options& options, Handler handler,
                        std::unique_ptr<ServerHandle> server) {
  ServerHandle& started = *server;
  napi_value handle = wrap(environment.env(), std::move(server));
  if (handle == nullptr) return nullptr;
  environment.release(fd);
  auto done = started.start(os::Fd(fd), options, std::move(handler));
  if (!done) {
    started.silence();
    return environment.raise(done.error());
  }
  return handle;
}

}  // namespace stdnet::binding
