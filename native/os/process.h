#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "native/core/result.h"

/// What a process or a thread costs, and where it may run. Linux; elsewhere the calls that need it say Unsupported.
/// Threads: any.
namespace stdnet::os {

/// The processor time that a process has used so far, user and system, threads that have ended included.
[[nodiscard]] Result<std::chrono::nanoseconds> processor_time_of(int pid);
/// The same of the calling thread.
[[nodiscard]] std::chrono::nanoseconds thread_processor_time();

/// Timed waits of the calling thread end as soon as they can. Linux is 50 us late otherwise, to wake for several at once.
void wake_thread_on_time();

/// The cores that the calling thread may run on.
[[nodiscard]] std::vector<int> allowed_cores();
/// From now on every thread of the process, and those it will start, runs on these cores only.
[[nodiscard]] Result<void> set_cores_of_process(int pid, std::span<const int> cores);
[[nodiscard]] Result<void> set_cores_of_thread(std::span<const int> cores);

}  // namespace stdnet::os
