#pragma once

#include <doctest.h>

#include <condition_variable>
#include <memory>
#include <mutex>

#include "native/handlers/datagram_registry.h"
#include "native/server/udp_server.h"
#include "recorder.h"
#include "test/native/support/sockets.h"
#include "udp_peer.h"

[[nodiscard]] inline std::unique_ptr<stdnet::server::UdpServer> udp_started(
    Recorder& recorder, const stdnet::server::UdpOptions& options = {},
    stdnet::server::DatagramService service = stdnet::handlers::udp_echo(),
    stdnet::os::Fd socket = bound(stdnet::test::loopback())) {
  auto server =
      stdnet::server::UdpServer::start(std::move(socket), options, std::move(service), recorder);
  REQUIRE(server.ok());
  return std::move(server).value();
}

/// Closes, and checks that nothing is left. An answer may arrive before it is counted: these counters are whole.
inline stdnet::server::DatagramStats closed(stdnet::server::UdpServer& server, Recorder& recorder) {
  server.close();
  server.join();
  CHECK(recorder.closed == 1);
  return server.stats();
}

/// Echoes, but not before it is let go: a server whose thread is busy.
class Gate final : public stdnet::server::DatagramHandler {
 public:
  [[nodiscard]] bool on_datagram(std::span<const std::uint8_t> datagram,
                                 stdnet::Output& out) const override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    out.forward(datagram);
    return true;
  }

  /// Fails after 20 s.
  void wait_for_one() const {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds(20), [this] { return waiting_ > 0; }));
  }
  void open() const {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int waiting_ = 0;
  mutable bool open_ = false;
};
