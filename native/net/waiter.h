#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "native/core/error.h"

namespace stdnet::net {

/// Who is waiting: lets the thread that a call blocks be reached. Threads: the caller's.
class Waiter {
 public:
  /// A call on `fd` begins. An Error: it may not.
  [[nodiscard]] virtual std::optional<Error> enter(int fd) = 0;
  /// True: the call polls in slices. False: it is in a system call that only a signal ends.
  virtual void set_polling(bool polling) = 0;
  virtual void leave() = 0;

  /// Something woke the call, or a slice is over. An Error ends it.
  [[nodiscard]] virtual std::optional<Error> on_wake() = 0;
  [[nodiscard]] virtual std::chrono::microseconds slice() const = 0;

  /// That another thread has closed what the call is on. Closing shuts the connection down first, and what the system says
  /// of that (EPIPE, EINVAL, 0 bytes) is a consequence.
  [[nodiscard]] virtual std::optional<Error> closed_elsewhere() { return std::nullopt; }
  /// What it means that the call failed with `error`.
  [[nodiscard]] Error explain(Error error) {
    auto closed = closed_elsewhere();
    return closed ? *std::move(closed) : std::move(error);
  }

 protected:
  ~Waiter() = default;
};

}  // namespace stdnet::net
