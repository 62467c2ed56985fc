#pragma once

#include <pthread.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "native/core/result.h"

namespace stdnet::os {

/// A thread of ours: blocks every signal (they are the JS main thread's), has a name that `top -H` shows and a stack
/// size of its choice. Must be joined before it is destroyed. Threads: the owner's, one at a time.
class Thread {
 public:
  struct Options {
    std::string name;            ///< cut to the 15 bytes that the kernel keeps
    std::size_t stack_size = 0;  ///< 0: the system's default; raised to what the platform demands
  };

  /// EAGAIN: no thread is to be had.
  [[nodiscard]] static Result<Thread> start(Options options, std::function<void()> body);

  Thread() = default;
  Thread(Thread&& other) noexcept;
  Thread& operator=(Thread&& other) noexcept;
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  /// Joins, if nobody has.
  ~Thread();

  [[nodiscard]] bool joinable() const { return handle_.has_value(); }
  void join();

 private:
  std::optional<pthread_t> handle_;
};

}  // namespace stdnet::os
