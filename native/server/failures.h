#pragma once

#include <cerrno>

#include "native/core/error.h"

namespace stdnet::server {

/// Whether `accept` failed for want of a descriptor.
[[nodiscard]] inline bool out_of_descriptors(const Error& error) {
  return error.is(EMFILE) || error.is(ENFILE);
}

/// How often accepting has failed in a row: what fails again and again must not eat a core. Threads: one.
class Failures {
 public:
  void over() { in_a_row_ = 0; }

  /// A connection was refused for want of something. True: time for a pause. A burst hears soon, a flood costs little.
  [[nodiscard]] bool refused() { return ++in_a_row_ % kRefusalsInARow == 0; }

  /// True: time for a pause. ECONNABORTED and its like are about one connection; the next may be well. ENOBUFS and ENOMEM
  /// last a while.
  [[nodiscard]] bool lasting(const Error& error) {
    const bool first = in_a_row_ == 0 && !error.is(ENOBUFS) && !error.is(ENOMEM);
    if (first) ++in_a_row_;
    return !first;
  }

  /// One more; how many there were before, for pause_after().
  [[nodiscard]] int add() { return in_a_row_++; }

 private:
  static constexpr int kRefusalsInARow = 32;

  int in_a_row_ = 0;
};

}  // namespace stdnet::server
