/// The life of a pool's threads: who works, who watches, who stands by.
#include <vector>

#include "native/server/pool/pool.h"

namespace stdnet::server {
namespace {

using Clock = Clocks::Clock;

/// Ticks without anything to do after which the deputy sleeps until there is.
constexpr int kQuietTicks = 20;

}  // namespace

void Pool::live(Worker& self) {
  self.clock = os::ThreadClock::of_caller();
  while (stand_by(self)) work(self);
  poller_.wake();  // who waits there is to leave too
}

bool Pool::stand_by(Worker& self) {
  const os::Lock lock(mutex_);
  while (!closing_ && working_ > 0) {
    if (has_deputy_) {
      others_.wait(mutex_);
      continue;
    }
    has_deputy_ = true;
    be_deputy();
    has_deputy_ = false;
    others_.notify_one();
    break;
  }
  if (closing_) return false;
  ++working_;
  self.working = true;
  return true;
}

/// Until the pool needs one more thread, or closes.
void Pool::be_deputy() {
  Staffing staffing(workers_.size());
  auto last = Clock::now();
  while (!closing_) {
    if (staffing.quiet_ticks() < kQuietTicks) {
      deputy_bell_.wait_until(mutex_, last + Staffing::kTick);
    } else {
      deputy_sleeps_ = true;
      const bool all_wait = std::ranges::all_of(
          workers_, [](const Worker& worker) { return !worker.working || worker.waiting; });
      if (all_wait) deputy_bell_.wait(mutex_);
      deputy_sleeps_ = false;
      staffing = Staffing(workers_.size());
    }
    const auto now = Clock::now();
    if (needs_help(staffing, now - last)) return;
    last = now;
  }
}

bool Pool::needs_help(Staffing& staffing, std::chrono::nanoseconds elapsed) {
  std::vector<Staffing::Look> looks;
  for (const Worker& worker : workers_) {
    const bool working = worker.working;
    looks.push_back({working, worker.waiting, worker.turns.get(),
                     working ? worker.clock.load().used() : std::chrono::nanoseconds(0)});
  }
  return staffing.tick(looks, elapsed, !ready_.empty(), [this] { return cores_.any(); });
}

void Pool::work(Worker& self) {
  while (!closing_.load(std::memory_order_relaxed)) {
    if (Seat* seat = ready_.next()) {
      self.turns.add(1);
      give_turn(*seat, self);
    } else if (!gather(self)) {
      return;
    }
  }
}

bool Pool::retire(Worker& self) {
  const os::Lock lock(mutex_);
  if (closing_) return true;
  poller_.clear();
  if (working_ == 1) return false;
  --working_;
  self.working = false;
  // Whoever waits on has to know of a deadline that this thread would have kept.
  if (timers_.earliest() != Clocks::Time::max()) poller_.wake();
  return true;
}

}  // namespace stdnet::server
