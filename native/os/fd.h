#pragma once

#include <unistd.h>

#include <utility>

namespace stdnet::os {

/// Owns one descriptor and closes it. The only thing that closes one.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = other.release();
    }
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  /// Gives the number up: the caller owns it.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }
  void reset() {
    // EINTR included: on Linux the descriptor is gone whatever close() says, and closing again could hit a stranger's.
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

}  // namespace stdnet::os
