#pragma once

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <cstdint>

/// The registry of threads that may block in a call from JavaScript, and the monitor that lets them look up.
///
/// A call does the plain blocking system call, which costs nothing extra. The monitor, one thread for the process,
/// sends a signal to a thread whose call has lasted longer than a tick; the system call ends with EINTR, and the call
/// goes on by polling in slices (native/net/blocking.h). A signal that comes just before the system call is lost, and
/// the next tick sends another.
namespace stdnet::os::blocked_threads {

/// One thread's place in the registry. Made and destroyed by the thread that it stands for; the calls are that
/// thread's too.
class Place {
 public:
  Place();
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  /// A call on `fd` (any number that is not negative) begins. Hot path: two atomic operations.
  void enter(int fd);
  /// From now on the call wakes up by itself: no signals, please.
  void set_polling(bool polling) { polling_.store(polling, std::memory_order_relaxed); }
  void leave() { fd_.store(kIdle, std::memory_order_release); }

 private:
  friend class Monitor;
  static constexpr int kIdle = -1;

  const pthread_t thread_;
  std::atomic<int> fd_{kIdle};
  std::atomic<bool> polling_{false};
  std::atomic<std::uint64_t> calls_{0};
  std::uint64_t seen_ = 0;  ///< the monitor's: `calls_` at its last tick
};

/// Signals every thread that is in a call on `fd`. Threads: any.
void kick(int fd);

/// The process is leaving: every blocked call looks up at once. Threads: any.
void hurry();
/// A thread has just been ended: others may be next, for a while. Threads: any.
void saw_an_end();
/// How many threads were ended one soon after the other, up to now: 0 to 8, and 8 once in a hurry. Threads: any.
[[nodiscard]] unsigned recent_ends();

/// How long a polling call may wait before it looks up: 25 ms, or 1 ms once in a hurry. Threads: any.
[[nodiscard]] std::chrono::microseconds slice();

}  // namespace stdnet::os::blocked_threads
