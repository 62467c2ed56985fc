#include <doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "udp_started.h"

using stdnet::SocketAddress;

namespace {

/// Sends as fast as it can, and reads nothing, until it is stopped.
class Flood {
 public:
  explicit Flood(const SocketAddress& server)
      : thread_([this, server] {
          const UdpPeer peer(server);
          while (!stop_.load()) {
            // After the server's end: ConnectionRefused.
            static_cast<void>(stdnet::os::send(peer.fd(), stdnet::test::bytes_of("flood")));
          }
        }) {}
  ~Flood() {
    stop_.store(true);
    thread_.join();
  }
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

 private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

/// Takes its time with what it is given.
class SlowSink final : public stdnet::server::DatagramSink {
 public:
  void put(std::span<const stdnet::server::ReceivedDatagram> datagrams) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    taken_ += datagrams.size();
  }
  void wait_until_handled() override {}
  void close() override {}

  [[nodiscard]] std::size_t taken() const { return taken_; }

 private:
  std::atomic<std::size_t> taken_{0};
};

}  // namespace

TEST_CASE("close() ends threads that wait, and the port is free when it returns") {
  Recorder recorder;
  auto server = udp_started(recorder, {.threads = 8});
  const SocketAddress address = server->local_address();
  server->close();
  const auto again = bound(address);
  server->close();
  server->shutdown();
  server->join();
  server->join();
  CHECK(recorder.closed == 1);
}

TEST_CASE("close() under a flood ends it just as well, and makes no errors of its own") {
  for (int round = 0; round < 20; ++round) {
    Recorder recorder;
    auto server = udp_started(recorder, {.threads = 2});
    const SocketAddress address = server->local_address();
    const Flood one(address);
    const Flood other(address);
    while (server->stats().received < 100) std::this_thread::yield();
    server->close();
    static_cast<void>(bound(address));
    server->join();
    CHECK(recorder.errors.empty());
    const auto stats = server->stats();
    CHECK(stats.sent <= stats.received);
    CHECK(stats.received - stats.sent <= 16);  // the batches that were in hand
  }
}

TEST_CASE("shutdown() answers what has been received, and nothing that comes later") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {}, gate);
  const SocketAddress address = server->local_address();
  const UdpPeer early(address);
  const UdpPeer late(address);
  constexpr int kEarly = 40;
  for (int i = 0; i < kEarly; ++i) early.send(std::to_string(i));
  gate->wait_for_one();
  server->shutdown();
  late.send("too late");
  server->shutdown();
  CHECK(recorder.closed == 0);
  gate->open();
  for (int i = 0; i < kEarly; ++i) CHECK(early.receive() == std::to_string(i));
  recorder.wait_for([&] { return recorder.closed == 1; });
  server->join();
  static_cast<void>(bound(address));
  CHECK_FALSE(late.has_heard());
  CHECK(server->stats().received == kEarly);
  CHECK(server->stats().sent == kEarly);
  CHECK(server->stats().dropped_by_kernel == 1);
}

TEST_CASE("shutdown() waits for a sink as long as it takes: its time is not the peers'") {
  Recorder recorder;
  SlowSink sink;
  auto server = udp_started(recorder, {}, &sink);
  const UdpPeer peer(server->local_address());
  constexpr int kEarly = 40;
  for (int i = 0; i < kEarly; ++i) peer.send("x");
  server->shutdown();
  recorder.wait_for([&] { return recorder.closed == 1; });
  server->join();
  CHECK(sink.taken() == kEarly);
}

TEST_CASE("shutdown() ends under a flood") {
  for (int round = 0; round < 20; ++round) {
    Recorder recorder;
    auto server = udp_started(recorder, {.threads = 2});
    const Flood flood(server->local_address());
    while (server->stats().received < 100) std::this_thread::yield();
    server->shutdown();
    recorder.wait_for([&] { return recorder.closed == 1; });
    server->join();
    CHECK(server->stats().sent == server->stats().received);
    CHECK(recorder.errors.empty());
  }
}

TEST_CASE("a datagram of the server's own still goes while what was received is answered") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {}, gate);
  const UdpPeer peer(server->local_address());
  peer.send("answer");
  gate->wait_for_one();
  server->shutdown();
  CHECK(server->send_to(stdnet::test::bytes_of("first"), peer.address()).ok());
  CHECK(peer.receive() == "first");
  gate->open();
  CHECK(peer.receive() == "answer");
  server->join();
}

TEST_CASE("close() ends a shutdown, and destroying a server that runs ends it") {
  Recorder recorder;
  const auto gate = std::make_shared<Gate>();
  auto server = udp_started(recorder, {}, gate);
  const UdpPeer peer(server->local_address());
  for (int i = 0; i < 40; ++i) peer.send("x");
  gate->wait_for_one();
  server->shutdown();
  std::thread opener([&] { gate->open(); });
  server->close();  // waits for the handler, and for no datagram after its batch
  opener.join();
  server.reset();
  CHECK(recorder.closed == 1);

  Recorder other;
  auto idle = udp_started(other);
  idle.reset();
  CHECK(other.closed == 1);
}
