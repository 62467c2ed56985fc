#include "native/relay/datagram_queue.h"

#include <doctest.h>

#include <array>
#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "test/native/server/udp_started.h"

using stdnet::SocketAddress;
using stdnet::relay::DatagramQueue;
using stdnet::relay::Datagrams;
using stdnet::server::ReceivedDatagram;

namespace {

/// A queue that counts how often it rings.
struct Ringing {
  std::atomic<int> rings{0};
  DatagramQueue queue{[this] { ++rings; }};

  void put(std::string_view text, std::uint16_t port = 1) {
    const ReceivedDatagram datagram{sender(port), stdnet::test::bytes_of(text)};
    queue.put(std::span(&datagram, 1));
  }
  [[nodiscard]] static SocketAddress sender(std::uint16_t port) {
    return {stdnet::IpAddress::v4(127, 0, 0, 1), port};
  }
};

/// What waits, as `port:text` for each.
std::vector<std::string> texts(const Datagrams& datagrams) {
  std::vector<std::string> all;
  auto rest = datagrams.bytes.begin();
  for (const auto& [from, size] : datagrams.heads) {
    const auto end = rest + size;
    all.push_back(std::to_string(from.port) + ":" + std::string(rest, end));
    rest = end;
  }
  CHECK(rest == datagrams.bytes.end());
  return all;
}

/// Puts one datagram after the other until the queue has taken `wanted`, or is closed.
class Putter {
 public:
  Putter(Ringing& to, std::size_t size, std::size_t wanted)
      : thread_([this, &to, text = std::string(size, 'x'), wanted] {
          for (; put_ < wanted; ++put_) to.put(text);
        }) {}
  ~Putter() { thread_.join(); }
  Putter(const Putter&) = delete;
  Putter& operator=(const Putter&) = delete;

  [[nodiscard]] std::size_t put() const { return put_; }
  void wait_for(std::size_t count) const {
    while (put_ < count) std::this_thread::yield();
  }

 private:
  std::atomic<std::size_t> put_{0};
  std::thread thread_;
};

}  // namespace

TEST_CASE("datagrams come out in their order, with their senders; empty ones too") {
  Ringing to;
  Datagrams datagrams;
  CHECK_FALSE(to.queue.take(datagrams));
  to.put("one", 1);
  to.put("", 2);
  to.put("three", 3);
  REQUIRE(to.queue.take(datagrams));
  CHECK(texts(datagrams) == std::vector<std::string>{"1:one", "2:", "3:three"});
  datagrams.clear();
  CHECK_FALSE(to.queue.take(datagrams));
}

TEST_CASE("it rings once for whoever has found it empty, and not for whoever is about to look") {
  Ringing to;
  Datagrams datagrams;
  to.put("first");
  to.put("second");
  CHECK(to.rings == 1);
  REQUIRE(to.queue.take(datagrams));
  to.put("while it is looked at");
  CHECK(to.rings == 1);
  datagrams.clear();
  REQUIRE(to.queue.take(datagrams));
  datagrams.clear();
  CHECK_FALSE(to.queue.take(datagrams));
  CHECK(to.rings == 1);
  to.put("afterwards");
  CHECK(to.rings == 2);
}

TEST_CASE("once it is full, whoever puts waits until half of it is handled") {
  for (const std::size_t size : {0U, 65536U}) {
    CAPTURE(size);
    const std::size_t fill =
        size == 0 ? DatagramQueue::kMostDatagrams : DatagramQueue::kMostBytes / size;
    Ringing to;
    const Putter putter(to, size, fill + 1);
    putter.wait_for(fill);
    Datagrams datagrams;
    REQUIRE(to.queue.take(datagrams));
    CHECK(datagrams.heads.size() == fill);
    to.queue.handled(fill / 2 - 1, (fill / 2 - 1) * size);
    Datagrams more;
    CHECK_FALSE(to.queue.take(more));
    CHECK(putter.put() == fill);
    to.queue.handled(1, size);
    putter.wait_for(fill + 1);
    REQUIRE(to.queue.take(more));
    CHECK(more.heads.size() == 1);
  }
}

TEST_CASE("close() drops what is there and what comes, and wakes whoever waits") {
  Ringing to;
  const Putter putter(to, 0, DatagramQueue::kMostDatagrams + 10);
  putter.wait_for(DatagramQueue::kMostDatagrams);
  std::thread waiter([&] { to.queue.wait_until_handled(); });
  to.queue.close();
  waiter.join();
  putter.wait_for(DatagramQueue::kMostDatagrams + 10);
  Datagrams datagrams;
  CHECK_FALSE(to.queue.take(datagrams));
}

TEST_CASE("many threads put while one takes: none is lost, and each one's keep their order") {
  constexpr int kThreads = 4;
  constexpr int kEach = 20000;
  Ringing to;
  std::vector<std::thread> threads;
  for (std::uint16_t port = 0; port < kThreads; ++port) {
    threads.emplace_back([&to, port] {
      for (int i = 0; i < kEach; ++i) to.put(std::to_string(i), port);
    });
  }
  std::array<int, kThreads> next{};
  Datagrams datagrams;
  for (int taken = 0; taken < kThreads * kEach; datagrams.clear()) {
    if (!to.queue.take(datagrams)) {
      std::this_thread::yield();
      continue;
    }
    for (const std::string& text : texts(datagrams)) {
      const auto port = static_cast<std::size_t>(text.front() - '0');
      REQUIRE(text.substr(2) == std::to_string(next.at(port)++));
    }
    taken += static_cast<int>(datagrams.heads.size());
    to.queue.handled(datagrams.heads.size(), datagrams.bytes.size());
  }
  for (std::thread& thread : threads) thread.join();
  to.queue.wait_until_handled();
}

TEST_CASE("a server's thread that waits for room does not keep close() waiting") {
  for (const std::size_t threads : {1U, 3U}) {
    Recorder recorder;
    Ringing to;
    auto server = udp_started(recorder, {.threads = threads}, &to.queue);
    const UdpPeer peer(server->local_address());
    // One more batch is received than there is room for.
    while (server->stats().received <= DatagramQueue::kMostDatagrams) peer.send("");
    const auto stats = closed(*server, recorder);
    CHECK(stats.received <= DatagramQueue::kMostDatagrams + 8 * (threads + 1));
    CHECK(recorder.errors.empty());
  }
}

TEST_CASE(
    "shutdown() ends a server when what it has received is handled, and it can answer until then") {
  Recorder recorder;
  Ringing to;
  auto server = udp_started(recorder, {}, &to.queue);
  const SocketAddress address = server->local_address();
  const UdpPeer peer(address);
  for (int i = 0; i < 40; ++i) peer.send(std::to_string(i));
  server->shutdown();
  peer.send("too late");
  std::size_t count = 0;
  Datagrams datagrams;
  while (count < 40) {
    if (!to.queue.take(datagrams)) continue;
    const auto& [from, size] = datagrams.heads.front();
    REQUIRE(server->send_to(std::span(datagrams.bytes).first(size), from).ok());
    CHECK(peer.receive() == std::to_string(count));
    count += datagrams.heads.size();
    CHECK(recorder.closed == 0);
    to.queue.handled(datagrams.heads.size(), datagrams.bytes.size());
    datagrams.clear();
  }
  recorder.wait_for([&] { return recorder.closed == 1; });
  server->join();
  static_cast<void>(bound(address));
  CHECK(server->stats().received == 40);
}
