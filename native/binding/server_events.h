#pragma once

#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <variant>

#include "native/binding/doorbell.h"
#include "native/binding/environment.h"
#include "native/os/mutex.h"
#include "native/server/observer.h"

namespace stdnet::binding {

/// What happened in a server, on its way to JavaScript: the server's threads put events in, and ring when JavaScript may
/// not know of any; the JS thread takes them out in batches.
/// Threads: what Observer has, any; the rest the JS thread's.
class ServerEvents final : public server::Observer {
 public:
  explicit ServerEvents(Doorbell& bell) : bell_(bell) {}

  /// Bit n: somebody listens to Topic n. What nobody listens to is not sent. Until the first call a bounded number of all
  /// events is kept: whoever has just started a server is about to listen, and a connection may come before that.
  void listen(std::uint32_t topics) EXCLUDES(mutex_);
  /// An array of events, oldest first (lib/server/events.ts has their layout), and rings again where it leaves some.
  [[nodiscard]] napi_value take(Environment& environment) EXCLUDES(mutex_);
  /// The last event has been taken.
  [[nodiscard]] bool over() const { return over_; }

  [[nodiscard]] bool wants(Topic topic) const override {
    return (topics_.load(std::memory_order_relaxed) >> static_cast<unsigned>(topic) & 1U) != 0;
  }
  void on_connection(const server::ConnectionInfo& connection) override { put(connection); }
  void on_disconnect(server::Disconnection disconnection) override {
    put(std::move(disconnection));
  }
  void on_drop(const std::optional<SocketAddress>& peer, server::DropReason reason) override {
    put(Drop{peer, reason});
  }
  void on_error(Error error) override { put(std::move(error)); }
  void on_close() override { put(Closed{}); }

 private:
  struct Drop {
    std::optional<SocketAddress> peer;
    server::DropReason reason;
  };
  struct Closed {};
  using Event = std::variant<server::ConnectionInfo, server::Disconnection, Drop, Error, Closed>;

  void put(Event event) EXCLUDES(mutex_);
  [[nodiscard]] std::deque<Event> next_batch() EXCLUDES(mutex_);
  [[nodiscard]] static napi_value to_js(Environment& environment, const Event& event);

  Doorbell& bell_;
  std::atomic<std::uint32_t> topics_{~std::uint32_t{0}};
  os::Mutex mutex_;
  bool listened_ GUARDED_BY(mutex_) = false;
  std::deque<Event> events_ GUARDED_BY(mutex_);
  bool over_ = false;
};

}  // namespace stdnet::binding
