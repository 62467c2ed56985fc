#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "native/core/result.h"
#include "native/net/blocking.h"
#include "native/os/fd.h"
#include "native/server/failures.h"
#include "native/server/prefork/prefork.h"

namespace stdnet::server {

/// One thread that works for a Prefork: it accepts a connection, serves it to its end as it likes, and accepts the next.
/// Threads: the one.
class PreforkWorker {
 public:
  /// A connection to be served.
  struct Visitor {
    std::uint64_t id;
    SocketAddress peer;
    os::Fd stream;
  };

  /// Of one that was joined.
  explicit PreforkWorker(std::shared_ptr<Prefork> prefork);
  /// Leaves.
  ~PreforkWorker() { leave(); }
  PreforkWorker(const PreforkWorker&) = delete;
  PreforkWorker& operator=(const PreforkWorker&) = delete;

  /// Blocks until a connection has come, or until the deadline. nullopt: none, or it is over. An Error: the waiter's.
  /// After failures that repeat themselves it pauses, so that a starved server does not eat a core.
  [[nodiscard]] Result<std::optional<Visitor>> accept(net::Waiter& waiter, net::Deadline deadline);
  /// There will be no more connections.
  [[nodiscard]] bool over() const { return over_; }

  /// The one that is being served; nullptr: none.
  [[nodiscard]] Connection* connection() { return serving_ ? &**serving_ : nullptr; }
  /// It was served to its end. `error`: why it ended, if that was one.
  void done(std::optional<Error> error);
  /// Whoever serves is gone: so is the connection. Again: does nothing.
  void leave();

  [[nodiscard]] Prefork& prefork() { return *prefork_; }

 private:
  using Entry = Prefork::Entry;

  [[nodiscard]] Result<std::optional<Entry>> accept_one(net::Waiter& waiter,
                                                        net::Deadline deadline);
  [[nodiscard]] Result<std::optional<os::Accepted>> take(net::Waiter& waiter, int listener,
                                                         net::Deadline deadline);
  [[nodiscard]] Result<std::optional<os::Accepted>> take_with_spare(net::Waiter& waiter,
                                                                    int listener,
                                                                    net::Deadline deadline,
                                                                    Error error);
  [[nodiscard]] std::optional<Visitor> welcome(Entry entry, net::Waiter& waiter);
  void refuse(const SocketAddress& peer, net::Waiter& waiter);
  void pause(net::Waiter& waiter);
  void take_spare();

  std::shared_ptr<Prefork> prefork_;  ///< null: it has left
  os::Fd spare_;                      ///< given up when there is no other descriptor to be had
  Failures failures_;
  std::optional<Entry> serving_;
  bool over_ = false;
};

}  // namespace stdnet::server
