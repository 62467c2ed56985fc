#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "native/core/result.h"
#include "native/os/edge_poller.h"
#include "native/os/mutex.h"
#include "native/os/thread.h"
#include "native/relay/relays.h"

namespace stdnet::relay {

/// Threads that wait for what happens to relays' sockets, and look at the time limits now and then. Threads: any, but for
/// `start` and `close`, which are the owner's.
class Watch {
 public:
  /// Something happened to the relay's socket, or somebody called. Threads: each of the watch's, several at a time; a chunk
  /// is one's own.
  using Serve = std::function<void(Relay&, bool last, Chunk&)>;

  [[nodiscard]] static Result<std::unique_ptr<Watch>> start(std::size_t threads,
                                                            const std::string& name, Relays& relays,
                                                            Serve serve);
  ~Watch() { close(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  [[nodiscard]] Result<void> add(int socket, os::EdgePoller::Interest interest, Relay& relay) {
    return poller_.add(socket, &relay, interest);
  }
  /// Tells nothing of bytes that come, until `tell_again`.
  void mute(Relay& relay) { poller_.mute(relay.entry()->fd.get(), &relay); }
  void tell_again(Relay& relay) { poller_.tell_again(relay.entry()->fd.get(), &relay); }
  /// Has the relay served as soon as a thread can.
  void call(Relay& relay) EXCLUDES(mutex_);
  [[nodiscard]] std::size_t threads() const { return alive_; }
  void close() EXCLUDES(mutex_);

 private:
  using Clock = Relay::Clock;

  Watch(os::EdgePoller poller, Relays& relays, Serve serve);
  void live() EXCLUDES(mutex_);
  /// False: the watch is over.
  [[nodiscard]] bool take_calls(std::vector<Relay*>& calls) EXCLUDES(mutex_);
  void look_at_limits();

  os::EdgePoller poller_;
  Relays& relays_;
  const Serve serve_;
  /// How often the limits are looked at: late by an eighth at most.
  const std::optional<std::chrono::microseconds> period_;
  std::atomic<Clock::rep> next_look_{0};
  std::atomic<std::size_t> alive_{0};

  os::Mutex mutex_;
  std::vector<Relay*> calls_ GUARDED_BY(mutex_);
  bool closing_ GUARDED_BY(mutex_) = false;

  std::vector<os::Thread> threads_;  ///< last: they use all of the above
};

}  // namespace stdnet::relay
