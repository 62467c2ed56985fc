#include "native/server/pool/pool.h"

#include <doctest.h>

#include <array>
#include <atomic>
#include <future>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "../started.h"

using namespace std::chrono_literals;
using stdnet::Next;
using stdnet::Output;
using stdnet::Turn;
using stdnet::server::Handler;
using stdnet::server::HandlerFactory;

namespace {

/// Echoes, but computes in its turn while a test holds it: what no handler should do, and some will.
struct Held : HandlerFactory {
  mutable std::atomic<int> held{0};
  std::atomic<bool> let_go{false};

  struct Echo : Handler {
    const Held& world;
    explicit Echo(const Held& of) : world(of) {}
    Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
      if (bytes[0] == 'h') {
        ++world.held;
        while (!world.let_go) {
        }
      }
      out.forward(bytes);
      return {bytes.size(), Next::More};
    }
    void on_end(std::span<const std::uint8_t>, Output&) override {}
  };
  [[nodiscard]] std::unique_ptr<Handler> make() const override {
    return std::make_unique<Echo>(*this);
  }
};

void wait_until(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a handler that is held up holds up nobody else, as long as there are threads") {
  Recorder recorder;
  auto held = std::make_shared<Held>();
  auto server = started(recorder, {.pool = 3}, held);
  std::vector<Peer> peers;
  for (int i = 0; i < 20; ++i) peers.emplace_back(server->local_address());
  for (int busy = 0; busy < 2; ++busy) {
    peers[static_cast<std::size_t>(busy)].send("hold");
    wait_until([&] { return held->held == busy + 1; });
    for (std::size_t i = 2; i < peers.size(); ++i) peers[i].send("x");
    for (std::size_t i = 2; i < peers.size(); ++i) CHECK(peers[i].receive() == "x");
  }
  held->let_go = true;
  CHECK(peers[0].receive() == "hold");
  CHECK(peers[1].receive() == "hold");
  closed(*server, recorder);
}

TEST_CASE("connections that were taken with a held one are not held with it") {
  // All are ready at once, so that one look at the kernel brings them all.
  for (int round = 0; round < 10; ++round) {
    Recorder recorder;
    auto held = std::make_shared<Held>();
    auto server = started(recorder, {.pool = 2}, held);
    std::vector<Peer> peers;
    for (int i = 0; i < 30; ++i) peers.emplace_back(server->local_address());
    recorder.wait_for([&] { return recorder.connections.size() == 30; });
    peers[7].send("hold");
    for (std::size_t i = 0; i < peers.size(); ++i) {
      if (i != 7) peers[i].send("x");
    }
    for (std::size_t i = 0; i < peers.size(); ++i) {
      if (i != 7) CHECK(peers[i].receive() == "x");
    }
    held->let_go = true;
    CHECK(peers[7].receive() == "hold");
    closed(*server, recorder);
  }
}

TEST_CASE("peers that do not read hold no thread, and get everything when they do") {
  Recorder recorder;
  auto server = started(recorder, {.pool = 1});
  constexpr std::size_t kSize = std::size_t{8} * 1024 * 1024;
  std::vector<Peer> slow;
  std::vector<std::thread> senders;
  for (int i = 0; i < 5; ++i) slow.emplace_back(server->local_address());
  senders.reserve(slow.size());
  for (const Peer& peer : slow) {
    senders.emplace_back([&peer] {
      peer.send(std::string(kSize, 'z'));
      peer.end();
    });
  }
  for (int i = 0; i < 100; ++i) {
    const Peer quick(server->local_address());
    quick.send("quick");
    CHECK(quick.receive() == "quick");
  }
  for (const Peer& peer : slow) CHECK(peer.receive_to_end() == std::string(kSize, 'z'));
  for (auto& sender : senders) sender.join();
  recorder.wait_for([&] { return recorder.disconnections.size() == 105; });
  for (const auto& each : recorder.disconnections) CHECK_FALSE(each.error);
  closed(*server, recorder);
}

TEST_CASE("bytes before the peer's end, and urgent ones, are all read though no edge follows") {
  Recorder recorder;
  auto server = started(recorder, {.pool = 2});
  for (int i = 0; i < 200; ++i) {
    const Peer peer(server->local_address());
    peer.send("some");
    if (i % 2 == 1) {
      const std::array<std::uint8_t, 1> urgent{'!'};
      REQUIRE(stdnet::os::send(peer.fd(), urgent, MSG_OOB).ok());
    }
    peer.send("more");
    peer.end();
    CHECK(peer.receive_to_end() == "somemore");
  }
  closed(*server, recorder);
}

TEST_CASE("many connections that come, talk in pieces, rest and leave") {
  Recorder recorder(false);
  auto server =
      started(recorder, {.pool = 4, .idle_timeout = 10s, .line_timeout = 10s}, small_kv());
  std::vector<std::future<void>> clients;
  for (unsigned seed = 0; seed < 4; ++seed) {
    clients.push_back(std::async(std::launch::async, [&, seed] {
      std::minstd_rand random(seed);
      for (int i = 0; i < 60; ++i) {
        Peer peer(server->local_address());
        std::string requests;
        std::string replies;
        const auto count = random() % 40;
        for (unsigned k = 0; k < count; ++k) {
          const std::string key = std::to_string(seed) + "-" + std::to_string(k);
          for (const char* piece :
               {"SET ", key.c_str(), " value\nGET ", key.c_str(), "\nGET nothing\n"}) {
            requests += piece;
          }
          replies += "OK\nvalue\n(nil)\n";
        }
        for (std::size_t at = 0; at < requests.size();) {
          const std::size_t size = std::min<std::size_t>(1 + random() % 300, requests.size() - at);
          peer.send(requests.substr(at, size));
          at += size;
        }
        if (random() % 8 == 0) {
          peer.abort();
        } else {
          peer.end();
          CHECK(peer.receive_to_end() == replies);
        }
      }
    }));
  }
  for (auto& client : clients) client.get();
  wait_until([&] { return server->stats().ended == 240; });
  CHECK(server->stats().active == 0);
  closed(*server, recorder);
}

TEST_CASE("a pool that spins answers all the same, and ends") {
  Recorder recorder;
  auto server = started(recorder, {.pool = 2, .spin = 200us});
  const Peer peer(server->local_address());
  for (int i = 0; i < 500; ++i) {
    peer.send("spin");
    CHECK(peer.receive() == "spin");
  }
  closed(*server, recorder);
}
