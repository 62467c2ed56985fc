#if defined(__linux__)

#include "native/os/process.h"

#include <dirent.h>
#include <sched.h>
#include <sys/prctl.h>
#include <time.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>

#include "native/os/errno.h"
#include "native/os/unix/clocks.h"

namespace stdnet::os {

void wake_thread_on_time() {
  ::prctl(PR_SET_TIMERSLACK, 1UL);
}

namespace {

cpu_set_t set_of(std::span<const int> cores) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores) {
    if (core >= 0 && core < CPU_SETSIZE) CPU_SET(core, &set);
  }
  return set;
}

/// The numbers of the process's threads, as they are at this moment.
Result<std::vector<int>> threads_of(int pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/task";
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder) return last_error("opendir");
  std::vector<int> threads;
  while (const dirent* entry = ::readdir(folder.get())) {
    const int number = static_cast<int>(std::strtol(&entry->d_name[0], nullptr, 10));
    if (number > 0) threads.push_back(number);
  }
  return threads;
}

}  // namespace

Result<std::chrono::nanoseconds> processor_time_of(int pid) {
  clockid_t clock{};
  if (const int error = ::clock_getcpuclockid(pid, &clock); error != 0) {
    return error_of(error, "clock_getcpuclockid");
  }
  return read_clock(clock);
}

std::vector<int> allowed_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(core, &set)) cores.push_back(core);
  }
  return cores;
}

Result<void> set_cores_of_process(int pid, std::span<const int> cores) {
  const cpu_set_t set = set_of(cores);
  // A thread that is started meanwhile by one not yet reached keeps the old cores: again, until nobody is new.
  std::set<int> reached;
  for (bool somebody_new = true; somebody_new;) {
    somebody_new = false;
    auto threads = threads_of(pid);
    if (!threads) return std::move(threads).error();
    for (const int thread : threads.value()) {
      if (!reached.insert(thread).second) continue;
      somebody_new = true;
      // ESRCH: it has ended meanwhile.
      if (::sched_setaffinity(thread, sizeof set, &set) != 0 && errno != ESRCH) {
        return last_error("sched_setaffinity");
      }
    }
  }
  return {};
}

Result<void> set_cores_of_thread(std::span<const int> cores) {
  const cpu_set_t set = set_of(cores);
  if (::sched_setaffinity(0, sizeof set, &set) != 0) return last_error("sched_setaffinity");
  return {};
}

}  // namespace stdnet::os

#endif
