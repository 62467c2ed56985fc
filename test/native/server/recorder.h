#pragma once

#include <doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "native/server/observer.h"

/// Remembers what a server told, and lets a test wait for it.
class Recorder final : public stdnet::server::Observer {
 public:
  struct Drop {
    std::optional<stdnet::SocketAddress> peer;
    stdnet::server::DropReason reason;
  };

  [[nodiscard]] bool wants(Topic) const override { return listening; }
  void on_connection(const stdnet::server::ConnectionInfo& connection) override {
    note([&] { connections.push_back(connection); });
  }
  void on_disconnect(stdnet::server::Disconnection disconnection) override {
    note([&] { disconnections.push_back(std::move(disconnection)); });
  }
  void on_drop(const std::optional<stdnet::SocketAddress>& peer,
               stdnet::server::DropReason reason) override {
    note([&] { drops.push_back({peer, reason}); });
  }
  void on_error(stdnet::Error error) override {
    note([&] { errors.push_back(std::move(error)); });
  }
  void on_close() override {
    note([&] { ++closed; });
  }

  /// Fails after 20 s.
  template <typename Condition>
  void wait_for(const Condition& condition) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds(20), condition));
  }

  const bool listening = true;
  std::vector<stdnet::server::ConnectionInfo> connections;
  std::vector<stdnet::server::Disconnection> disconnections;
  std::vector<Drop> drops;
  std::vector<stdnet::Error> errors;
  int closed = 0;

  explicit Recorder(bool listens = true) : listening(listens) {}

 private:
  template <typename Change>
  void note(const Change& change) {
    const std::scoped_lock lock(mutex_);
    change();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
};
