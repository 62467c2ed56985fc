#pragma once

#include <atomic>
#include <optional>

#include "native/load/tally.h"
#include "native/os/mutex.h"

namespace stdnet::load {

/// When the clock of a run starts and stops, agreed on by all of its threads: it starts once the warm-up is over and
/// every connection has been answered, never earlier. Threads: any.
class Schedule {
 public:
  Schedule(std::size_t connections, Nanoseconds warm_up, Nanoseconds duration)
      : warm_at_(Clock::now() + warm_up), duration_(duration), cold_(connections) {
    if (connections == 0) start();
  }

  /// One more connection has been answered. The last one sets the start.
  void connection_is_warm() {
    if (cold_.fetch_sub(1) == 1) start();
  }

  /// Instant::max() as long as it is not known.
  [[nodiscard]] Instant from() const {
    return Instant(Nanoseconds(from_.load(std::memory_order_acquire)));
  }
  [[nodiscard]] Instant until() const {
    const Instant begin = from();
    return begin == Instant::max() ? begin : begin + duration_;
  }
  [[nodiscard]] Nanoseconds duration() const { return duration_; }

  /// Everybody leaves at once. The first error is the one that is kept; none: somebody wants the run to end.
  void abort(std::optional<Error> error) EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    if (!error_) error_ = std::move(error);
    aborted_.store(true, std::memory_order_release);
    changed_.notify_all();
  }
  [[nodiscard]] bool aborted() const { return aborted_.load(std::memory_order_acquire); }
  [[nodiscard]] std::optional<Error> error() const EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    return error_;
  }

  /// Blocks until the clock has started, or has stopped. False: the run was aborted first.
  [[nodiscard]] bool wait_for_start() const EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    while (!aborted() && from() == Instant::max()) changed_.wait(mutex_);
    return wait(from());
  }
  [[nodiscard]] bool wait_for_end() const EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    return wait(until());
  }

 private:
  void start() EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    const Instant begin = std::max(Clock::now(), warm_at_);
    from_.store(Nanoseconds(begin.time_since_epoch()).count(), std::memory_order_release);
    changed_.notify_all();
  }
  [[nodiscard]] bool wait(Instant when) const REQUIRES(mutex_) {
    while (!aborted() && Clock::now() < when) changed_.wait_until(mutex_, when);
    return !aborted();
  }

  const Instant warm_at_;
  const Nanoseconds duration_;
  std::atomic<std::size_t> cold_;
  std::atomic<std::int64_t> from_{Nanoseconds(Instant::max().time_since_epoch()).count()};
  std::atomic<bool> aborted_{false};
  mutable os::Mutex mutex_;
  mutable os::Condition changed_;
  std::optional<Error> error_ GUARDED_BY(mutex_);
};

}  // namespace stdnet::load
