#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "native/os/thread.h"
#include "native/os/thread_clock.h"
#include "native/server/buffers.h"
#include "native/server/counter.h"
#include "native/server/pool/seat.h"

namespace stdnet::server {

/// A thread of a pool and what it works with. Threads: its own, but for the atomics and the counter, which its
/// thread writes and any reads.
struct alignas(64) Worker {
  std::atomic<bool> working{false};
  std::atomic<bool> waiting{false};
  Counter turns;
  std::atomic<os::ThreadClock> clock{};  ///< from when it first works on

  Buffers buffers{Input(Input::Start::Stream), Output()};
  std::vector<Seat*> found;  ///< what the last look at the kernel and the timers brought
  os::Thread thread;
};

}  // namespace stdnet::server
