#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "native/load/event_loop_server.h"
#include "native/load/loop_peer.h"

namespace stdnet::load {

/// The loop of an EventLoopServer. Threads: the server's.
class EventLoop {
 public:
  EventLoop(int listener, const os::Wake& wake, EventLoopServer::Work work)
      : listener_(listener), work_(work), wake_(wake) {}

  [[nodiscard]] Result<void> prepare();
  /// Until `stopping`, which a wake makes it look at.
  void run(const std::atomic<bool>& stopping);

 private:
  void accept();
  void serve(LoopPeer& peer, const os::Poller::Event& event);

  const int listener_;
  const EventLoopServer::Work work_;
  const os::Wake& wake_;
  std::optional<os::Poller> poller_;
  std::vector<std::uint8_t> buffer_;
  std::unordered_map<LoopPeer*, std::unique_ptr<LoopPeer>> peers_;
  kv::Store store_{kv::Seed{}};  // its only peer is the load generator, who has no evil keys
};

}  // namespace stdnet::load
