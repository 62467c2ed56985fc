#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <optional>

#include "native/core/result.h"
#include "native/net/waiter.h"
#include "native/os/errno.h"
#include "native/os/socket_options.h"

/// How a call that JavaScript makes blocks: in the system call itself, at no cost, until a signal wakes it; from then
/// on by polling in slices, with the time that is left.
namespace stdnet::net {

using Clock = std::chrono::steady_clock;
using Deadline = std::optional<Clock::time_point>;  // nullopt: no limit

/// A call's stay in the registry of blocked calls.
class Stay {
 public:
  Stay(Waiter& waiter, int fd) : waiter_(waiter), refusal_(waiter.enter(fd)) {}
  ~Stay() { waiter_.leave(); }
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;
  [[nodiscard]] std::optional<Error>& refusal() { return refusal_; }

 private:
  Waiter& waiter_;
  std::optional<Error> refusal_;
};

/// Polls until `fd` has `events` or trouble (true), or the deadline is over (false), or the waiter ends it. It is on
/// behalf of `syscall`, which is what an error names.
/// Within a Stay.
[[nodiscard]] Result<bool> wait_until(Waiter& waiter, int fd, short events, Deadline deadline,
                                      std::string_view syscall);

/// The end of the time that `fd`'s own timeout gives a call that began at `start`.
[[nodiscard]] Deadline deadline_of(int fd, os::Direction direction, Clock::time_point start);

/// What is left of a call whose system call was interrupted: polls, and tries without blocking.
template <typename Attempt>
[[nodiscard]] auto go_on(Waiter& waiter, int fd, short events, Deadline deadline,
                         std::string_view syscall, const Attempt& attempt) -> decltype(attempt(0)) {
  for (;;) {
    auto ready = wait_until(waiter, fd, events, deadline, syscall);
    if (!ready) return std::move(ready).error();
    if (!ready.value()) return os::error_of(EAGAIN, syscall);
    auto result = attempt(MSG_DONTWAIT);
    if (result) return result;
    if (!result.error().is(EAGAIN) && !result.error().is(EINTR))
      return waiter.explain(std::move(result).error());
  }
}

/// Runs `attempt(flags)`, a system call that blocks unless flags hold MSG_DONTWAIT.
template <typename Attempt>
[[nodiscard]] auto block_on(Waiter& waiter, int fd, os::Direction direction, const Attempt& attempt)
    -> decltype(attempt(0)) {
  Stay stay(waiter, fd);
  if (stay.refusal()) return *std::move(stay.refusal());
  const auto start = Clock::now();
  auto result = attempt(0);
  if (result) [[likely]]
    return result;
  if (!result.error().is(EINTR)) return waiter.explain(std::move(result).error());
  const short events = direction == os::Direction::Read ? POLLIN : POLLOUT;
  return go_on(waiter, fd, events, deadline_of(fd, direction, start), result.error().syscall,
               attempt);
}

}  // namespace stdnet::net
