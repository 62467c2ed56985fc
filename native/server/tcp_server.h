#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "native/core/result.h"
#include "native/os/mutex.h"
#include "native/os/thread.h"
#include "native/server/connection_table.h"
#include "native/server/crew.h"
#include "native/server/intake.h"
#include "native/server/observer.h"
#include "native/server/options.h"
#include "native/server/roster.h"
#include "native/server/stats.h"

namespace stdnet::server {

/// A server: takes connections and has them served by its crew, a thread for each or a pool for all. A thread of its own
/// accepts, and in the end sees to it that everything has ended. Threads: any, but `join()` and the destructor, which are the owner's.
class TcpServer final : private Intake::Target {
 public:
  /// Takes over a socket that listens. `observer` must outlive the server.
  [[nodiscard]] static Result<std::unique_ptr<TcpServer>> start(os::Fd listener,
                                                                const Options& options,
                                                                const Hire& hire,
                                                                Observer& observer);
  /// The same with connections that come in another way. `local` is where they do.
  [[nodiscard]] static Result<std::unique_ptr<TcpServer>> start(std::shared_ptr<Intake> intake,
                                                                const SocketAddress& local,
                                                                const Options& options,
                                                                const Hire& hire,
                                                                Observer& observer);
  /// Closes and joins.
  ~TcpServer();
  TcpServer(const TcpServer&) = delete;
  TcpServer& operator=(const TcpServer&) = delete;

  [[nodiscard]] const SocketAddress& local_address() const { return local_; }
  [[nodiscard]] Stats stats() const;

  /// Accepts what is in the queue and then no more; lets connections finish for `drain`; then ends them, when they have
  /// answered what was received. The port is free when this returns; the rest goes on without the caller.
  void shutdown(std::chrono::milliseconds drain) EXCLUDES(mutex_);
  /// The same without any patience. Also ends the patience of a shutdown().
  void close() EXCLUDES(mutex_);
  /// Waits for the end that one of the two has begun.
  void join() { supervisor_.join(); }

 private:
  enum class Phase { Open, Draining, Ending, Closed };

  TcpServer(std::shared_ptr<Intake> intake, const SocketAddress& local, const Options& options,
            Observer& observer);

  void supervise();
  void end_connections();

  [[nodiscard]] bool on_accepted(os::Accepted accepted) override;
  void on_no_descriptor(const std::optional<SocketAddress>& peer) override;
  void on_accept_error(Error error) override;
  [[nodiscard]] bool is_crowded() const override { return crew_->is_crowded(); }

  [[nodiscard]] Phase phase() const EXCLUDES(mutex_);
  void stop_listening() EXCLUDES(mutex_);

  const SocketAddress local_;
  const Options options_;
  Observer& observer_;

  const std::shared_ptr<Intake> intake_;
  ConnectionTable table_;
  Roster roster_;
  std::unique_ptr<Crew> crew_;

  mutable os::Mutex mutex_;
  os::Condition changed_;
  Phase phase_ GUARDED_BY(mutex_) = Phase::Open;
  bool listening_ GUARDED_BY(mutex_) = true;
  ConnectionTable::Clock::time_point drained_by_ GUARDED_BY(mutex_) =
      ConnectionTable::Clock::time_point::max();

  os::Thread supervisor_;  ///< last: it uses all of the above
};

}  // namespace stdnet::server
