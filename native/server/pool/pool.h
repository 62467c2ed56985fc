#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>

#include "native/core/result.h"
#include "native/os/edge_poller.h"
#include "native/os/idle_cores.h"
#include "native/os/mutex.h"
#include "native/server/crew.h"
#include "native/server/options.h"
#include "native/server/pool/ready_queue.h"
#include "native/server/pool/seats.h"
#include "native/server/pool/staffing.h"
#include "native/server/pool/timers.h"
#include "native/server/pool/worker.h"
#include "native/server/roster.h"
#include "native/server/spinner.h"

namespace stdnet::server {

/// A few threads for many connections, which are parked in the kernel while nothing happens to them.
///
/// One thread works: it takes what is ready and gives each connection a turn, one recv and one send, and as long as it
/// keeps up it is the only one, because threads that wake each other cost more than the work (docs/decisions/0008). A
/// second one, the deputy, looks at it every millisecond, and goes to work too when it is held up in a handler, or when
/// it is flat out while a core is idle; then the next one is the deputy. A thread that has had nothing to do for a while,
/// while others work, stands by again. A connection never holds a thread but for a turn: its recv and send do not wait.
class Pool final : public Crew {
 public:
  /// `options` and `roster` must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Pool>> start(
      const Options& options, Roster& roster, std::shared_ptr<const HandlerFactory> handlers);
  ~Pool() override { close(); }

  [[nodiscard]] std::optional<DropReason> take(ConnectionTable::Entry entry) override;
  [[nodiscard]] std::size_t threads() const override { return alive_.load(); }
  void close() override EXCLUDES(mutex_);

 private:
  Pool(const Options& options, Roster& roster, std::shared_ptr<const HandlerFactory> handlers,
       os::EdgePoller poller);

  // A thread's life: it stands by, works, stands by.
  void live(Worker& self) EXCLUDES(mutex_);
  /// False: the pool closes.
  [[nodiscard]] bool stand_by(Worker& self) EXCLUDES(mutex_);
  void be_deputy() REQUIRES(mutex_);
  [[nodiscard]] bool needs_help(Staffing& staffing, std::chrono::nanoseconds elapsed);
  void work(Worker& self) EXCLUDES(mutex_);

  // Work.
  /// Asks the kernel and the timers who is ready; blocks if nobody is queued. False: there is no work for this thread.
  [[nodiscard]] bool gather(Worker& self) EXCLUDES(mutex_);
  [[nodiscard]] std::size_t wait(Worker& self, std::span<os::EdgePoller::Event> events)
      EXCLUDES(mutex_);
  [[nodiscard]] std::optional<std::chrono::microseconds> longest_wait() const;
  void look_at_timers(Worker& self);
  [[nodiscard]] bool retire(Worker& self) EXCLUDES(mutex_);
  void give_turn(Seat& seat, Worker& self);
  /// Whether the turn was the last one.
  [[nodiscard]] bool out_of_time(Seat& seat, Conversation::Outcome outcome);
  void begin(Seat& seat);
  void finish(Seat& seat);

  const Options& options_;
  Roster& roster_;
  const std::shared_ptr<const HandlerFactory> handlers_;
  os::EdgePoller poller_;
  const os::IdleCores cores_;
  Spinner spinner_;
  Seats seats_;
  ReadyQueue ready_;
  Timers timers_;

  os::Mutex mutex_;
  os::Condition deputy_bell_;
  os::Condition others_;
  bool has_deputy_ GUARDED_BY(mutex_) = false;
  std::atomic<std::size_t> working_{0};  ///< changed under the mutex
  std::atomic<bool> deputy_sleeps_{false};
  std::atomic<bool> closing_{false};
  std::atomic<std::size_t> alive_{0};

  std::deque<Worker> workers_;  ///< last: their threads use all of the above
};

}  // namespace stdnet::server
