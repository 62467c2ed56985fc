#include "native/server/error_gate.h"

#include <doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using stdnet::server::ErrorGate;
using namespace std::chrono_literals;

TEST_CASE("the first error passes, and one a second after that") {
  ErrorGate gate;
  const ErrorGate::Clock::time_point start{};  // long ago, and still later than never
  CHECK(gate.pass(start));
  CHECK_FALSE(gate.pass(start));
  CHECK_FALSE(gate.pass(start + 999ms));
  CHECK(gate.pass(start + 1s));
  CHECK_FALSE(gate.pass(start + 1999ms));
  CHECK(gate.pass(start + 1h));
}

TEST_CASE("of errors at the same moment one passes") {
  ErrorGate gate;
  const auto now = ErrorGate::Clock::now();
  std::atomic<int> passed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 1000; ++k) passed += gate.pass(now) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(passed == 1);
}
