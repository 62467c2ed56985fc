#include "native/os/idle_cores.h"

#include <doctest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "native/os/process.h"

using namespace std::chrono_literals;
using stdnet::os::IdleCores;

#if defined(__linux__)

TEST_CASE("no core is idle while there are more busy threads than cores") {
  const IdleCores cores = IdleCores::open();
  std::atomic<bool> stop{false};
  std::vector<std::thread> busy;
  const std::size_t count = stdnet::os::allowed_cores().size() + 1;
  for (std::size_t i = 0; i < count; ++i) {
    busy.emplace_back([&] {
      while (!stop) {
      }
    });
  }
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  // One answer decides: at the next look the machine may have been taken from these threads for a moment.
  bool idle = cores.any();
  while (idle && std::chrono::steady_clock::now() < deadline) idle = cores.any();
  CHECK_FALSE(idle);
  stop = true;
  for (auto& thread : busy) thread.join();
}

#endif
