#include "native/load/load_thread.h"

#include <algorithm>
#include <cerrno>

#include "native/os/errno.h"
#include "native/os/process.h"
#include "native/os/socket.h"

namespace stdnet::load {

void LoadThread::run() {
  auto done = prepare();
  if (done) done = talk();
  if (!done) setup_.schedule.abort(std::move(done).error());
}

Result<void> LoadThread::prepare() {
  const auto& cores = setup_.options.cores;
  if (!cores.empty()) {
    if (auto pinned = os::set_cores_of_thread(cores); !pinned) return pinned;
  }
  if (setup_.options.rate > 0) os::wake_thread_on_time();
  return connect();
}

Result<void> LoadThread::talk() {
  now_ = last_reply_ = last_warmed_ = Clock::now();
  unfinished_ = cold_ = setup_.count;
  const Options& options = setup_.options;
  if (options.rate > 0)
    timetable_.emplace(now_, options.period(), options.connections, setup_.first, setup_.count);
  if (auto done = begin(); !done) return done;
  while (!setup_.schedule.aborted()) {
    if (setup_.cancelled.load(std::memory_order_relaxed)) {
      setup_.schedule.abort(std::nullopt);
      break;
    }
    change_phase();
    if (stopping() && unfinished_ == 0) break;
    if (cold_ > 0) {
      if (auto done = check_patience(last_warmed_, cold_); !done) return done;
    }
    if (auto done = wait_and_answer(); !done) return done;
  }
  return {};
}

Nanoseconds LoadThread::time_until_next() const {
  if (!timetable_ || stopping()) return kLookUp;
  return std::clamp<Nanoseconds>(timetable_->next() - Clock::now(), Nanoseconds::zero(), kLookUp);
}

Result<void> LoadThread::keep_to_timetable() {
  if (!timetable_) return {};
  look_at_clock();
  while (!stopping() && timetable_->next() <= now_) {
    if (auto done = turn_of(timetable_->take()); !done) return done;
  }
  return {};
}

void LoadThread::look_at_clock() {
  now_ = Clock::now();
  change_phase();
}

void LoadThread::change_phase() {
  if (phase_ == Phase::Warming) {
    tally_.from = setup_.schedule.from();
    tally_.until = setup_.schedule.until();
    if (now_ >= tally_.from) {
      phase_ = Phase::Measuring;
      cpu_start_ = os::thread_processor_time();
    }
  }
  if (phase_ == Phase::Measuring && now_ >= tally_.until) {
    phase_ = Phase::Stopping;
    cpu_end_ = os::thread_processor_time();
    unfinished_ = stop();
  }
}

Result<void> LoadThread::check_patience() const {
  return check_patience(last_reply_, unfinished_);
}

Result<void> LoadThread::check_patience(Instant since, std::size_t waiting) const {
  const Nanoseconds patience = setup_.options.patience;
  // In an open loop there may be nothing to wait for, but never for longer than until the same connection's next turn.
  const Nanoseconds idle = timetable_ ? period() : Nanoseconds::zero();
  if (Clock::now() - since < patience + idle) return {};
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
  return Error::of(ErrorKind::TimedOut, "ERR_LOAD_STALLED",
                   "no reply for " + std::to_string(waited.count()) +
                       " ms; connections that wait for one: " + std::to_string(waiting));
}

Result<void> LoadThread::connect_to(int fd, const SocketAddress& target) {
  auto connected = os::connect(fd, target);
  while (!connected && connected.error().is(EINTR)) connected = os::connect(fd, target);
  if (!connected && connected.error().is(EISCONN)) return {};
  return connected;
}

bool LoadThread::is_for_later(const Error& error) {
  return os::would_block(error) || error.is(EINTR);
}

Error LoadThread::of_connection(std::size_t number, const Error& error) {
  return Error::of(error.kind, error.code,
                   "connection " + std::to_string(number) + ": " + os::display(error),
                   error.syscall);
}

}  // namespace stdnet::load
