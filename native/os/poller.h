#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

#include "native/core/result.h"
#include "native/os/unix/poller_state.h"

namespace stdnet::os {

/// Many descriptors waited for at once, level-triggered: epoll on Linux, poll(2) elsewhere. Does not own them: remove
/// one before it is closed. Threads: one at a time.
class Poller {
 public:
  enum class Interest { Read, Write, ReadWrite };
  struct Event {
    void* tag;
    bool readable;  ///< or ended, or broken: the next call on it tells
    bool writable;
  };

  [[nodiscard]] static Result<Poller> create();
  /// `tag` comes back with the descriptor's events.
  [[nodiscard]] Result<void> add(int fd, void* tag, Interest interest);
  [[nodiscard]] Result<void> change(int fd, void* tag, Interest interest);
  void remove(int fd);
  static constexpr std::chrono::nanoseconds kForever{-1};
  /// How many events were written; 0: the time was up (under 0: never), or a signal came. To the nanosecond on Linux 5.11 and
  /// newer; otherwise the last millisecond of a wait that is not a whole number of them is spent looking.
  [[nodiscard]] Result<std::size_t> wait(std::span<Event> into, std::chrono::nanoseconds timeout);

 private:
  explicit Poller(PollerState state) : state_(std::move(state)) {}
  PollerState state_;
};

}  // namespace stdnet::os
