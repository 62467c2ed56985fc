#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "native/load/options.h"
#include "native/load/pattern.h"
#include "native/load/schedule.h"
#include "native/os/fd.h"
#include "native/os/poller.h"

namespace stdnet::load {

/// One load thread: its connections, served by one poller. Threads: `run` in its own; the rest before and after.
class Driver {
 public:
  struct Setup {
    const Options& options;
    const Pattern& pattern;
    Schedule& schedule;
    const std::atomic<bool>& cancelled;
    std::size_t first;  ///< the number of its first connection
    std::size_t count;
  };

  explicit Driver(const Setup& setup) : setup_(setup) {}

  /// Connects, talks until the clock has stopped and every reply is there, closes. An error goes to the schedule.
  void run();

  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] Nanoseconds processor_time() const { return cpu_end_ - cpu_start_; }

 private:
  struct Connection {
    std::size_t number;
    os::Fd fd{};
    std::unique_ptr<Script> script{};
    std::uint64_t received = 0;
    bool blocked = false;  ///< the kernel took no more: waiting until it does
    bool warm = false;
    bool finished = false;
  };

  [[nodiscard]] Result<void> connect();
  [[nodiscard]] Result<void> open(Connection& connection);
  /// The connection is over: a new one takes its place, whose first request begins with it.
  [[nodiscard]] Result<void> renew(Connection& connection);
  [[nodiscard]] Result<void> talk();
  [[nodiscard]] Result<void> wait_and_answer();
  [[nodiscard]] Result<void> receive(Connection& connection, int flags);
  [[nodiscard]] Result<void> flush(Connection& connection);
  void look_at_clock();
  void stop();
  [[nodiscard]] Result<void> check_patience() const;

  const Setup setup_;
  Tally tally_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::optional<os::Poller> poller_;
  std::vector<std::uint8_t> buffer_;
  Instant now_{};
  Instant last_reply_{};
  std::size_t cold_ = 0;  ///< connections that have not been answered yet
  std::size_t unfinished_ = 0;
  enum class Phase { Warming, Measuring, Stopping } phase_ = Phase::Warming;
  Nanoseconds cpu_start_{};
  Nanoseconds cpu_end_{};
};

}  // namespace stdnet::load
