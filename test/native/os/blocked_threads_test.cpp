#include "native/os/blocked_threads.h"

#include <doctest.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include "native/os/socket.h"
#include "native/os/thread.h"
#include "test/native/support/sockets.h"

using namespace stdnet;

namespace {

/// Runs `body` with signals as a JS thread has them: none blocked.
os::Thread start_with_signals(const std::function<void()>& body) {
  return std::move(os::Thread::start({.name = "blocked"},
                                     [body] {
                                       sigset_t none;
                                       sigemptyset(&none);
                                       pthread_sigmask(SIG_SETMASK, &none, nullptr);
                                       body();
                                     }))
      .value();
}

}  // namespace

TEST_CASE("a thread that blocks in a system call is woken with EINTR, again and again") {
  const test::Pair pair;
  std::atomic<int> interruptions{0};
  const os::Thread thread = start_with_signals([&] {
    os::blocked_threads::Place place;
    std::array<std::uint8_t, 1> byte{};
    while (interruptions < 3) {
      place.enter(pair.server.get());
      const auto n = os::recv(pair.server.get(), byte);
      place.leave();
      if (!n && n.error().is(EINTR)) ++interruptions;
    }
  });
  // Joining is the deadline: the test framework's own ends a hang.
}

TEST_CASE("kick reaches only calls on that descriptor") {
  const test::Pair pair;
  const test::Pair other;
  std::atomic<bool> woken{false};
  const os::Thread thread = start_with_signals([&] {
    os::blocked_threads::Place place;
    std::array<std::uint8_t, 1> byte{};
    place.enter(pair.server.get());
    place.set_polling(true);  // the monitor leaves it alone
    const auto n = os::recv(pair.server.get(), byte);
    place.leave();
    woken = !n && n.error().is(EINTR);
  });
  while (!woken) {
    os::blocked_threads::kick(other.server.get());
    os::blocked_threads::kick(
        pair.server.get());  // may come before the system call: then it is repeated
    // Real-time signals queue: kicked without a pause, the thread would never get out of its handler.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

TEST_CASE("ends in a row are counted, and forgotten after a while") {
  using os::blocked_threads::recent_ends;
  CHECK(recent_ends() == 0);
  os::blocked_threads::saw_an_end();
  const unsigned first = recent_ends();
  CHECK(first <= 1);  // 0 on a machine that has slept meanwhile
  for (int i = 0; i < 20; ++i) os::blocked_threads::saw_an_end();
  CHECK(recent_ends() <= 8);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (recent_ends() > 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(recent_ends() == 0);
}
