#pragma once

#include <chrono>
#include <optional>

#include "native/core/result.h"
#include "native/os/fd.h"

namespace stdnet::os {

/// A descriptor that becomes readable when somebody calls `wake()`: how a thread in poll or epoll is reached.
/// (eventfd on Linux, a pipe elsewhere.) Threads: any.
class Wake {
 public:
  [[nodiscard]] static Result<Wake> create();
  [[nodiscard]] int fd() const { return read_.get(); }
  void wake() const;
  /// Unreadable again, until the next `wake()`.
  void clear() const;

  /// poll(2) until `fd` is readable or in trouble. False: a `wake()` or the end of `limit` came first.
  /// An `fd` of -1 is never readable: a sleep that can be cut short.
  [[nodiscard]] Result<bool> wait(
      int fd, std::optional<std::chrono::milliseconds> limit = std::nullopt) const;

 private:
  Wake(Fd read, Fd write) : read_(std::move(read)), write_(std::move(write)) {}
  Fd read_;
  Fd write_;  ///< empty where `read_` serves both ends
};

}  // namespace stdnet::os
