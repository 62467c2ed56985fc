#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "native/core/result.h"
#include "native/os/mutex.h"
#include "native/os/thread.h"

namespace stdnet::os {

/// Threads that run one job each, and then stay a while for the next: handing a job to one that waits costs a wake-up
/// instead of a new thread. The longest idle one leaves first. Threads: any; `close()` once, not from a job.
class ThreadCache {
 public:
  struct Options {
    std::string name;
    std::size_t stack_size = 0;
    /// How long a thread waits for another job.
    std::chrono::milliseconds idle_time{500};
    /// How many may wait; those over it leave at once.
    std::size_t max_idle = 256;
  };

  explicit ThreadCache(Options options) : options_(std::move(options)) {}
  ~ThreadCache() { close(); }
  ThreadCache(const ThreadCache&) = delete;
  ThreadCache& operator=(const ThreadCache&) = delete;

  /// Runs `job` on a thread of its own. An Error: none is to be had, and the job will not run.
  [[nodiscard]] Result<void> run(std::function<void()> job) EXCLUDES(mutex_);
  /// Waits for every job to end and joins every thread. Nothing may be run afterwards.
  void close() EXCLUDES(mutex_);
  /// Threads, working and waiting.
  [[nodiscard]] std::size_t size() const EXCLUDES(mutex_);

 private:
  struct Worker {
    Thread thread;
    std::function<void()> job;  ///< empty: waiting
    Condition given;
  };
  using Workers = std::list<Worker>;

  void work(Workers::iterator self) EXCLUDES(mutex_);
  /// The next job; false when there is none and the thread should leave.
  [[nodiscard]] bool wait_for_job(Worker& self) REQUIRES(mutex_);
  /// Out of the working ones, into those that can be joined; gives back the ones that left before, for joining.
  [[nodiscard]] Workers leave(Workers::iterator self) REQUIRES(mutex_);

  const Options options_;
  mutable Mutex mutex_;
  Workers workers_ GUARDED_BY(mutex_);
  std::vector<Worker*> idle_
      GUARDED_BY(mutex_);            ///< the last one has waited the shortest: its stack is warm
  Workers gone_ GUARDED_BY(mutex_);  ///< at their last instruction, or past it
  Condition all_gone_;
  bool closing_ GUARDED_BY(mutex_) = false;
};

}  // namespace stdnet::os
