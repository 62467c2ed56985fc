#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/os/mutex.h"
#include "native/os/thread.h"
#include "native/os/wake.h"
#include "native/server/datagram_sink.h"
#include "native/server/datagram_stats.h"
#include "native/server/datagram_worker.h"
#include "native/server/error_gate.h"
#include "native/server/observer.h"
#include "native/server/options.h"

namespace stdnet::server {

struct UdpOptions {
  std::size_t threads = 1;
  std::size_t max_datagram = 65535;               ///< bytes; a longer one is cut
  std::optional<std::size_t> recv_buffer_size{};  ///< nullopt: the system's default
  std::size_t stack_size = Options::kDefaultStackSize;
};

/// A server of datagrams: a few threads that all receive from one socket. The last of them to leave closes it.
///
/// One socket each, bound with SO_REUSEPORT, would bind every peer to one thread, by a hash; here whoever is free takes the
/// next datagram, and no queue is full while another is empty. On two cores it was faster too.
/// Threads: any, but `join()` and the destructor, which are the owner's.
class UdpServer final : private DatagramWorker::Target {
 public:
  /// Takes over a bound socket. `observer` must outlive the server; of its topics there are Error and the end.
  [[nodiscard]] static Result<std::unique_ptr<UdpServer>> start(os::Fd socket,
                                                                const UdpOptions& options,
                                                                DatagramService service,
                                                                Observer& observer);
  /// Closes and joins.
  ~UdpServer();
  UdpServer(const UdpServer&) = delete;
  UdpServer& operator=(const UdpServer&) = delete;

  [[nodiscard]] const SocketAddress& local_address() const { return local_; }
  [[nodiscard]] DatagramStats stats() const EXCLUDES(mutex_);

  /// A datagram of the server's own: never blocks. Once the socket is closed: ERR_SOCKET_CLOSED.
  [[nodiscard]] Result<std::size_t> send_to(std::span<const std::uint8_t> bytes,
                                            const SocketAddress& to) EXCLUDES(mutex_);

  [[nodiscard]] static Error closed_error();

  /// Receives no more, answers what was received, or has it handled, closes. Goes on without the caller.
  void shutdown() EXCLUDES(mutex_);
  /// Ends at once. The port is free when this returns. Also ends a shutdown().
  void close() EXCLUDES(mutex_);
  /// Waits for the end that one of the two has begun.
  void join();

 private:
  struct Member {
    std::unique_ptr<DatagramWorker> worker;
    os::Thread thread;
  };

  UdpServer(os::Fd socket, os::Wake stop, const SocketAddress& local, DatagramService service,
            Observer& observer);

  /// All threads, or none.
  [[nodiscard]] Result<void> start_threads(const UdpOptions& options, bool from_destination)
      EXCLUDES(mutex_);
  void work(DatagramWorker& worker) EXCLUDES(mutex_);
  void go_to(DatagramPhase phase, int how) REQUIRES(mutex_);
  /// nullptr: a handler answers.
  [[nodiscard]] DatagramSink* sink() const;
  void on_datagram_error(Error error) override;

  const SocketAddress local_;
  const DatagramService service_;
  Observer& observer_;
  const os::Wake stop_;
  std::atomic<DatagramPhase> phase_{DatagramPhase::Serving};
  std::array<std::atomic<std::uint64_t>, kErrorKindCount> errors_{};
  ErrorGate gate_;

  mutable os::Mutex mutex_;
  os::Condition changed_;
  os::Fd socket_ GUARDED_BY(mutex_);  ///< the workers have its number as long as they are there
  std::size_t at_work_ GUARDED_BY(mutex_) = 0;       ///< threads; 0 until all of them are there
  std::uint64_t last_drops_ GUARDED_BY(mutex_) = 0;  ///< of the socket, when it was closed
  DatagramCounters own_;  ///< what send_to() sends; written under the lock

  std::vector<Member> members_;  ///< last: they use all of the above
};

}  // namespace stdnet::server
