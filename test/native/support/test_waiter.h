#pragma once

#include <atomic>
#include <optional>

#include "native/net/waiter.h"
#include "native/os/blocked_threads.h"

namespace stdnet::test {

/// A Waiter as an environment has one, whose wakes the test can see and whose calls it can stop.
class TestWaiter final : public net::Waiter {
 public:
  std::optional<Error> enter(int fd) override {
    place_.enter(fd);
    return std::nullopt;
  }
  void set_polling(bool polling) override { place_.set_polling(polling); }
  void leave() override { place_.leave(); }
  std::optional<Error> on_wake() override {
    ++wakes;
    if (stop_after && wakes >= *stop_after)
      return Error::of(ErrorKind::Other, "ERR_STOPPED", "stopped");
    return std::nullopt;
  }
  std::optional<Error> closed_elsewhere() override { return closed; }
  std::chrono::microseconds slice() const override { return os::blocked_threads::slice(); }

  std::atomic<int> wakes{0};
  std::optional<int> stop_after;
  std::optional<Error> closed;

 private:
  os::blocked_threads::Place place_;
};

}  // namespace stdnet::test
