#pragma once

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

 private:
  Wake(Fd read, Fd write) : read_(std::move(read)), write_(std::move(write)) {}
  Fd read_;
  Fd write_;  ///< empty where `read_` serves both ends
};

}  // namespace stdnet::os
