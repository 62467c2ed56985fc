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
#include "native/server/datagram_sink.h"

namespace stdnet::server {

/// What the threads of a UDP server are to do.
enum class DatagramPhase {
  Serving,
  Draining,  ///< answer, or hand over, what has been received, then leave
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

/// One thread of a UDP server: receives, has the handler answer, sends; nothing is allocated and no lock is taken in between.
/// Or it receives and hands over to a sink. Nothing that the system says ends it. Threads: its own, but for `counters()`.
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
    const DatagramService& service;
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
  [[nodiscard]] bool serve(std::size_t count);
  /// How many of them are datagrams: all, unless the socket was shut down.
  [[nodiscard]] std::size_t count_in(std::size_t count);
  void answer(const DatagramHandler& handler, std::size_t count);
  void send_answers();
  void hand_over(DatagramSink& sink, std::size_t count);
  /// False: nothing is left.
  [[nodiscard]] bool receive_failed(Error error);

  DatagramCounters counters_;
  const Setup setup_;
  os::DatagramBatch batch_;
  std::vector<Output> outputs_;                ///< empty where there is a sink
  std::vector<ReceivedDatagram> handed_over_;  ///< for a sink: room for them
  unsigned lone_ = 0;                          ///< datagrams in a row that came alone
  int failures_ = 0;                           ///< in a row
  std::optional<std::chrono::steady_clock::time_point> drained_by_;
};

}  // namespace stdnet::server
