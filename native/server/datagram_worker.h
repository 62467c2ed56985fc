#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "native/core/error.h"
#include "native/core/output.h"
#include "native/os/datagram_batch.h"
#include "native/os/wake.h"
#include "native/server/counter.h"
#include "native/server/datagram_handler.h"

namespace stdnet::server {

/// What the threads of a UDP server are to do.
enum class DatagramPhase {
  Serving,
  Draining,  ///< answer what has been received, then leave
  Ending,    ///< leave
};

/// What one thread has counted: written by it, read by any. No other thread's counters are on these cache lines.
struct alignas(64) DatagramCounters {
  Counter received;
  Counter bytes_in;
  Counter truncated;
  Counter sent;  ///< seen before `received` is: never more than that
  Counter bytes_out;
};

/// One thread of a UDP server: receives, has the handler answer, sends. Nothing is allocated and no lock is taken in between,
/// and nothing that the system says ends it. Threads: its own, but for `counters()`.
class DatagramWorker {
 public:
  class Target {
   public:
    /// A receive failed, or an answer could not be sent, which is lost then.
    virtual void on_datagram_error(Error error) = 0;

   protected:
    ~Target() = default;
  };

  struct Setup {
    int fd;  ///< others may receive from it too
    const std::atomic<DatagramPhase>& phase;
    const os::Wake& stop;  ///< rung when the phase is not Serving any more
    const DatagramHandler& handler;
    Target& target;
    std::size_t max_datagram;
    bool from_destination;  ///< see os::DatagramBatch
  };

  explicit DatagramWorker(const Setup& setup);

  /// Until the phase says so, or the socket has been shut down and nothing is left in it.
  void run();

  [[nodiscard]] const DatagramCounters& counters() const { return counters_; }

 private:
  [[nodiscard]] bool goes_on();
  [[nodiscard]] bool ending() const {
    return setup_.phase.load(std::memory_order_acquire) == DatagramPhase::Ending;
  }
  [[nodiscard]] Result<std::size_t> receive();
  /// False: the socket was shut down.
  [[nodiscard]] bool answer(std::size_t count);
  void send_answers();
  /// False: nothing is left.
  [[nodiscard]] bool receive_failed(Error error);

  const Setup setup_;
  os::DatagramBatch batch_;
  std::vector<Output> outputs_;
  DatagramCounters counters_;
  unsigned lone_ = 0;  ///< datagrams in a row that came alone
  int failures_ = 0;   ///< in a row
  std::optional<std::chrono::steady_clock::time_point> drained_by_;
};

}  // namespace stdnet::server
