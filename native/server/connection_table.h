#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <optional>

#include "native/core/error.h"
#include "native/os/mutex.h"
#include "native/server/connection.h"
#include "native/server/stats.h"

namespace stdnet::server {

/// The connections of a server and their counters. It owns each descriptor, so that a thread can be reached by shutting
/// its socket down and never a stranger's that got the same number. Threads: any.
class ConnectionTable {
 public:
  using Clock = std::chrono::steady_clock;
  using Entry = std::list<Connection>::iterator;

  explicit ConnectionTable(std::optional<std::size_t> max) : max_(max) {}

  /// Takes a connection in; nullopt: there are as many as there may be. It counts from `begin` on.
  [[nodiscard]] std::optional<Entry> add(os::Fd fd, const SocketAddress& peer,
                                         std::unique_ptr<Handler> handler = nullptr)
      EXCLUDES(mutex_);
  /// Its thread has begun.
  void begin(Entry entry) EXCLUDES(mutex_);
  /// No thread was to be had: closed, never counted.
  void abandon(Entry entry) EXCLUDES(mutex_) { static_cast<void>(remove(entry)); }
  /// Closes the socket, then counts the connection as ended, with the error's kind. An error that is the server's own
  /// doing is forgotten. Gives the connection back for a last report.
  [[nodiscard]] std::list<Connection> end(Entry entry, std::optional<Error>& error)
      EXCLUDES(mutex_);

  void count_drop(DropReason reason) EXCLUDES(mutex_);
  void count_error(ErrorKind kind) EXCLUDES(mutex_);
  /// All but `threads`.
  [[nodiscard]] Stats stats() const EXCLUDES(mutex_);

  /// Every connection hears the end of its peer's bytes, behind those that have come: it answers these and ends.
  void stop_reading() EXCLUDES(mutex_);
  /// Ends every connection: whatever blocks on one returns.
  void shut_down() EXCLUDES(mutex_);
  /// Until there are none, or until the deadline. Another thread may move that meanwhile.
  void wait_until_empty() EXCLUDES(mutex_);
  void set_deadline(Clock::time_point deadline) EXCLUDES(mutex_);

 private:
  /// Closes and takes out.
  [[nodiscard]] std::list<Connection> remove(Entry entry) EXCLUDES(mutex_);
  void close(Entry entry) EXCLUDES(mutex_);

  const std::optional<std::size_t> max_;
  mutable os::Mutex mutex_;
  std::list<Connection> connections_ GUARDED_BY(mutex_);
  Stats counted_ GUARDED_BY(mutex_);  ///< bytes of ended connections only
  os::Condition changed_;
  Clock::time_point deadline_ GUARDED_BY(mutex_) = Clock::time_point::max();
};

}  // namespace stdnet::server
