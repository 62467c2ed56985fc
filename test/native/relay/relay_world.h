#pragma once

#include <doctest.h>

#include <array>
#include <atomic>
#include <string>
#include <vector>

#include "../support/sockets.h"
#include "native/os/socket_options.h"
#include "native/relay/relays.h"

struct Counting : stdnet::relay::Mover {
  std::atomic<int> looks{0};
  std::atomic<int> sends{0};
  std::atomic<int> watches{0};
  int loans = 0;
  int returns = 0;
  std::optional<stdnet::Error> refusal;

  void look_again(stdnet::relay::Relay& relay) override {
    ++looks;
    relay.notify();
  }
  void lend(stdnet::relay::Relay& /*relay*/) override { ++loans; }
  void take_back(stdnet::relay::Relay& relay) override {
    ++returns;
    relay.notify();
  }
  void send_soon(stdnet::relay::Relay& /*relay*/) override { ++sends; }
  stdnet::Result<void> watch(stdnet::relay::Relay& /*relay*/) override {
    ++watches;
    if (refusal) return *refusal;
    return {};
  }
};

/// A relay with a connection, its peer, and what is said to JavaScript.
struct World {
  stdnet::server::ConnectionTable table{std::nullopt};
  Counting mover;
  stdnet::relay::Relays relays;
  stdnet::relay::Relay& relay;
  stdnet::os::Fd peer;
  stdnet::relay::Chunk chunk;
  stdnet::relay::Batch batch;

  explicit World(const stdnet::server::Options& options = {})
      : relays(options, [] {}), relay(relays.take()) {
    occupy();
  }
  void occupy() {
    stdnet::test::Pair pair;
    using stdnet::os::Direction;
    REQUIRE(
        stdnet::os::set_timeout(pair.client.get(), Direction::Read, std::chrono::seconds(20)).ok());
    peer = std::move(pair.client);
    relay.occupy(table.add(std::move(pair.server), {}).value(), mover);
    table.begin(relay.entry());
    relay.open();
  }
  std::optional<stdnet::Error> close() {
    auto error = relay.close();
    static_cast<void>(table.end(relay.entry(), error));
    return error;
  }

  /// What was said since the last call; bytes are taken.
  std::string said() {
    std::string text;
    batch.clear();
    if (!relays.mailbox().take(batch)) return text;
    std::size_t at = 0;
    for (const auto& message : batch.messages) {
      text += "OBEDLC"[static_cast<std::size_t>(message.what)];
      if (message.what != stdnet::relay::Said::Bytes) continue;
      if (message.size < stdnet::relay::Batch::kLarge) {
        text.append(reinterpret_cast<const char*>(batch.slab.data()) + at, message.size);
        at += message.size;
      }
      relay.taken(message.size);
    }
    return text;
  }
  void send(std::string_view text) const {
    REQUIRE(stdnet::os::send(peer.get(), stdnet::bytes_of(text)).value() == text.size());
  }
  std::size_t receive() const {
    static std::array<std::uint8_t, 65536> bytes;
    return stdnet::os::recv(peer.get(), bytes).value();
  }
  /// So many bytes, and no more for now.
  void drain(std::size_t size) const {
    while (size > 0) {
      const std::size_t got = receive();
      REQUIRE(got > 0);
      size -= got;
    }
  }
  /// Writes until so much waits that JavaScript is told when nothing does; how much was written.
  std::size_t stuff() const {
    const std::vector<std::uint8_t> block(std::size_t{1} << 20U);
    std::size_t size = 0;
    for (;;) {
      const auto waiting = relay.write(block, stdnet::relay::Relay::When::Now);
      REQUIRE(waiting);
      size += block.size();
      if (*waiting > stdnet::relay::Relay::kHighWater) return size;
    }
  }
  /// Sends what waits, as there is room, until JavaScript is told that nothing does.
  void flush_until_drained() {
    using Clock = stdnet::relay::Relay::Clock;
    const auto deadline = Clock::now() + std::chrono::seconds(20);
    std::string all;
    while (all.find('D') == std::string::npos) {
      REQUIRE(Clock::now() < deadline);
      static_cast<void>(relay.flush());
      all += said();
    }
  }
};
