#pragma once

#include <atomic>
#include <optional>

#include "native/load/options.h"
#include "native/load/pattern.h"
#include "native/load/schedule.h"
#include "native/load/timetable.h"

namespace stdnet::load {

/// What every load thread does, whatever it talks over: when it warms up, measures and stops, and what that costs.
/// Threads: `run` in its own; the rest before and after.
class LoadThread {
 public:
  struct Setup {
    const Options& options;
    const Pattern& pattern;
    Schedule& schedule;
    const std::atomic<bool>& cancelled;
    std::size_t first;  ///< the number of its first connection
    std::size_t count;
  };

  explicit LoadThread(const Setup& setup) : setup_(setup) {}
  virtual ~LoadThread() = default;
  LoadThread(const LoadThread&) = delete;
  LoadThread& operator=(const LoadThread&) = delete;

  /// Connects, talks until the clock has stopped and every reply is there, closes. An error goes to the schedule.
  void run();

  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] Nanoseconds processor_time() const { return cpu_end_ - cpu_start_; }

 protected:
  /// How often a thread that nothing comes for looks up.
  static constexpr auto kLookUp = std::chrono::milliseconds(50);

  /// Opens all connections.
  [[nodiscard]] virtual Result<void> connect() = 0;
  /// Sends the first requests.
  [[nodiscard]] virtual Result<void> begin() = 0;
  /// Waits for replies, at most for kLookUp, and goes on with whoever was answered.
  [[nodiscard]] virtual Result<void> wait_and_answer() = 0;
  /// No further request is begun. How many connections still wait for a reply.
  [[nodiscard]] virtual std::size_t stop() = 0;

  [[nodiscard]] bool stopping() const { return phase_ == Phase::Stopping; }
  /// A connection has its first reply.
  void warmed_one() {
    --cold_;
    last_warmed_ = now_;
    setup_.schedule.connection_is_warm();
  }
  /// A connection has its last reply.
  void finished_one() { --unfinished_; }
  /// Open loop: it is this connection's turn, counted from the thread's first.
  [[nodiscard]] virtual Result<void> turn_of(std::size_t own) = 0;

  [[nodiscard]] bool open_loop() const { return timetable_.has_value(); }
  /// For the thread's connection of that number, the first arrival from now on.
  [[nodiscard]] Instant next_arrival(std::size_t own) const {
    return timetable_->arrival_after(own, now_);
  }
  [[nodiscard]] Nanoseconds period() const { return timetable_->period(); }
  /// How long replies may be waited for.
  [[nodiscard]] Nanoseconds time_until_next() const;
  /// Open loop: gives whoever is due their turn.
  [[nodiscard]] Result<void> keep_to_timetable();

  /// Looks at the clock, and does what it is time for.
  void look_at_clock();
  /// An Error where nothing has come for too long.
  [[nodiscard]] Result<void> check_patience() const;
  [[nodiscard]] static Error of_connection(std::size_t number, const Error& error);
  /// Blocks. No signal reaches a load thread, but a process that is stopped and goes on interrupts calls that have a limit.
  [[nodiscard]] static Result<void> connect_to(int fd, const SocketAddress& target);
  /// Such a call, or one that found nothing to do, is made again later.
  [[nodiscard]] static bool is_for_later(const Error& error);

  const Setup setup_;
  Tally tally_;
  Instant now_{};
  Instant last_reply_{};

 private:
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> talk();
  void change_phase();
  [[nodiscard]] Result<void> check_patience(Instant since, std::size_t waiting) const;

  std::optional<Timetable> timetable_;  ///< none: closed loop
  std::size_t cold_ =
      0;  ///< connections without a reply so far; the clock does not start before they have one
  Instant last_warmed_{};
  std::size_t unfinished_ = 0;
  enum class Phase { Warming, Measuring, Stopping } phase_ = Phase::Warming;
  Nanoseconds cpu_start_{};
  Nanoseconds cpu_end_{};
};

}  // namespace stdnet::load
