#pragma once

#include <doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "../server/started.h"
#include "native/relay/crews.h"

/// Stands in for JavaScript: a thread that takes what relays say, and does with bytes what it was told.
class Scripted {
 public:
  enum class Does { Echo, Discard };

  explicit Scripted(stdnet::server::Options options, Does does = Does::Echo)
      : does_(does), relays_(with_pool(options), [this] { ring(); }), thread_([this] { live(); }) {}
  ~Scripted() { stop(); }
  Scripted(const Scripted&) = delete;
  Scripted& operator=(const Scripted&) = delete;

  [[nodiscard]] std::unique_ptr<stdnet::server::TcpServer> serve(
      Recorder& recorder, stdnet::os::Fd listener = listening()) {
    auto server = stdnet::server::TcpServer::start(
        std::move(listener), relays_.options(),
        [this](const stdnet::server::Options&, stdnet::server::Roster& roster) {
          return stdnet::relay::hire(roster, relays_);
        },
        recorder);
    REQUIRE(server.ok());
    return std::move(server).value();
  }
  [[nodiscard]] stdnet::relay::Relays& relays() { return relays_; }

  /// Hears the last word of all, and ends.
  void stop() {
    if (!thread_.joinable()) return;
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      rung_.notify_all();
    }
    thread_.join();
  }
  // After stop().
  [[nodiscard]] std::size_t opened() const { return opened_; }
  [[nodiscard]] std::size_t closed() const { return closed_; }

 private:
  [[nodiscard]] static stdnet::server::Options with_pool(stdnet::server::Options options) {
    if (!options.pool) options.pool = pool_of_this_run();
    return options;
  }
  void ring() {
    const std::scoped_lock lock(mutex_);
    has_rung_ = true;
    rung_.notify_all();
  }
  void live() {
    for (bool last = false; !last;) {
      {
        std::unique_lock lock(mutex_);
        rung_.wait(lock, [this] { return has_rung_ || stopping_; });
        has_rung_ = false;
        last = stopping_;
      }
      stdnet::relay::Batch batch;
      for (; relays_.mailbox().take(batch); batch.clear()) hear(batch);
    }
  }
  void hear(stdnet::relay::Batch& batch) {
    std::size_t byte = 0;
    std::size_t chunk = 0;
    for (const auto& [relay, what, size] : batch.messages) {
      using stdnet::relay::Said;
      if (what == Said::Opened) {
        ++opened_;
        relays_.newcomers().leave();
      }
      if (what == Said::Bytes && size < stdnet::relay::Batch::kLarge) {
        take(*relay, std::span(batch.slab).subspan(byte, size));
        byte += size;
      } else if (what == Said::Bytes) {
        take(*relay, batch.chunks[chunk].room().first(size));
        relays_.chunks().give_back(std::move(batch.chunks[chunk++]));
      }
      if (what == Said::Lent) receive(*relay);
      if (what == Said::Ended) relay->end();
      if (what == Said::Drained) relay->resume();
      if (what == Said::Closed) {
        ++closed_;
        relays_.give_back(*relay);
      }
    }
  }
  void take(stdnet::relay::Relay& relay, std::span<const std::uint8_t> bytes) const {
    relay.taken(bytes.size());
    hear(relay, bytes);
  }
  void receive(stdnet::relay::Relay& relay) const {
    std::vector<std::uint8_t> room(std::size_t{100'000});
    while (const std::size_t got = relay.receive(room)) hear(relay, std::span(room).first(got));
  }
  void hear(stdnet::relay::Relay& relay, std::span<const std::uint8_t> bytes) const {
    if (does_ == Does::Discard) return;
    const auto waiting = relay.write(bytes, stdnet::relay::Relay::When::Now);
    if (waiting && *waiting > stdnet::relay::Relay::kHighWater) relay.pause();
  }

  const Does does_;
  stdnet::relay::Relays relays_;
  std::mutex mutex_;
  std::condition_variable rung_;
  bool has_rung_ = false;
  bool stopping_ = false;
  std::size_t opened_ = 0;
  std::size_t closed_ = 0;
  std::thread thread_;
};
