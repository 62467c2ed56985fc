#include "native/os/blocked_threads.h"

#include <algorithm>
#include <csignal>
#include <set>
#include <utility>

#include "native/os/mutex.h"
#include "native/os/thread.h"
#include "native/os/unix/free_signal.h"

namespace stdnet::os::blocked_threads {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 25ms;
constexpr auto kHurriedTick = 1ms;
/// How long after the end of one thread others may follow.
constexpr auto kMoreEnds = 100ms;
/// So many in a row: the process is leaving.
constexpr unsigned kManyEnds = 8;
/// Ticks without any call before the monitor goes to sleep.
constexpr int kIdleTicks = 40;

std::atomic<bool> in_a_hurry{false};
std::atomic<std::chrono::steady_clock::time_point> last_end{};
std::atomic<unsigned> ends_in_a_row{0};

void ignore(int /*signal*/) {}

/// A signal that nobody uses, with a handler that does nothing and without SA_RESTART: all it does is to end a blocking
/// system call with EINTR.
int claim_signal() {
  const int number = free_signal();
  struct sigaction action {};
  action.sa_handler = ignore;
  sigemptyset(&action.sa_mask);
  return ::sigaction(number, &action, nullptr) == 0 ? number : 0;
}

}  // namespace

/// Threads: any, but `run`, which is its own thread's.
class Monitor {
 public:
  /// Never destroyed: threads may still be blocked while the process exits, and a static condition variable with
  /// waiters would hang there.
  static Monitor& get() {
    static Monitor& instance = *new Monitor;
    return instance;
  }

  void add(Place& place) EXCLUDES(mutex_) {
    const Lock lock(mutex_);
    places_.insert(&place);
  }

  void remove(Place& place) EXCLUDES(mutex_) {
    const Lock lock(mutex_);
    places_.erase(&place);
  }

  void kick(int fd) EXCLUDES(mutex_) {
    const Lock lock(mutex_);
    for (Place* place : places_) {
      if (place->fd_.load() == fd) signal(*place);
    }
  }

  void wake() EXCLUDES(mutex_) {
    const Lock lock(mutex_);
    asleep_.store(false);
    if (!thread_.joinable()) {
      auto started =
          Thread::start({.name = "stdnet-monitor", .stack_size = 64 * 1024}, [this] { run(); });
      // Out of threads: calls still block and end as usual, but a Worker in one cannot be ended; the next call tries again.
      if (started) {
        thread_ = std::move(started).value();
      } else {
        asleep_.store(true);
      }
    }
    condition_.notify_one();
  }

  [[nodiscard]] bool asleep() const { return asleep_.load(); }

 private:
  Monitor() = default;

  void signal(const Place& place) REQUIRES(mutex_) {
    if (signal_ != 0) ::pthread_kill(place.thread_, signal_);
  }

  /// True: somebody is in a call.
  bool look() REQUIRES(mutex_) {
    const bool hurried = in_a_hurry.load(std::memory_order_relaxed);
    // Once in a hurry, also those who are in the middle of a long slice.
    const bool roused = hurried && !std::exchange(hurried_, true);
    bool busy = false;
    for (Place* place : places_) {
      const std::uint64_t calls = place->calls_.load(std::memory_order_relaxed);
      const bool waiting = place->fd_.load() != Place::kIdle;
      const bool same = std::exchange(place->seen_, calls) == calls;
      busy = busy || waiting || !same;
      const bool deaf = !place->polling_.load(std::memory_order_relaxed);
      if (waiting && (roused || (deaf && (same || hurried)))) signal(*place);
    }
    return busy;
  }

  void run() EXCLUDES(mutex_) {
    const Lock lock(mutex_);
    int idle = 0;
    for (;;) {
      const auto tick = in_a_hurry.load() ? kHurriedTick : kTick;
      condition_.wait_until(mutex_, std::chrono::steady_clock::now() + tick);
      idle = look() ? 0 : idle + 1;
      if (idle < kIdleTicks) continue;
      // Whoever begins a call after this store sees it and wakes us; whoever began before it is seen by this look.
      asleep_.store(true);
      while (!look() && asleep_.load()) condition_.wait(mutex_);
      asleep_.store(false);
      idle = 0;
    }
  }

  Mutex mutex_;
  Condition condition_;
  std::set<Place*> places_ GUARDED_BY(mutex_);
  Thread thread_ GUARDED_BY(mutex_);
  bool hurried_ GUARDED_BY(mutex_) = false;
  const int signal_ = claim_signal();
  std::atomic<bool> asleep_{true};
};

Place::Place() : thread_(::pthread_self()) {
  Monitor::get().add(*this);
}
Place::~Place() {
  Monitor::get().remove(*this);
}

void Place::enter(int fd) {
  calls_.store(calls_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  polling_.store(false, std::memory_order_relaxed);
  // Sequentially consistent, as is the monitor's side: one of the two sees the other.
  fd_.store(fd);
  static Monitor& monitor = Monitor::get();
  if (monitor.asleep()) [[unlikely]]
    monitor.wake();
}

void kick(int fd) {
  Monitor::get().kick(fd);
}

void hurry() {
  in_a_hurry.store(true);
  Monitor::get().wake();
}

void saw_an_end() {
  const unsigned before = recent_ends();
  ends_in_a_row.store(before + 1, std::memory_order_relaxed);
  last_end.store(std::chrono::steady_clock::now(), std::memory_order_relaxed);
}

unsigned recent_ends() {
  if (in_a_hurry.load(std::memory_order_relaxed)) return kManyEnds;
  const auto last = last_end.load(std::memory_order_relaxed);
  const bool recent = std::chrono::steady_clock::now() - last < kMoreEnds;
  return recent ? std::min(ends_in_a_row.load(std::memory_order_relaxed), kManyEnds) : 0;
}

std::chrono::microseconds slice() {
  return in_a_hurry.load(std::memory_order_relaxed) ? kHurriedTick : kTick;
}

}  // namespace stdnet::os::blocked_threads
