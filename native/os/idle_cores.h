#pragma once

#include "native/core/result.h"
#include "native/os/fd.h"

namespace stdnet::os {

/// Whether the machine has a core to spare at this moment: fewer threads want to run, the caller's among them, than there
/// are cores that it may run on. Linux; elsewhere it never has one. Threads: any.
class IdleCores {
 public:
  [[nodiscard]] static IdleCores open();
  /// One read of /proc/loadavg: a microsecond or two.
  [[nodiscard]] bool any() const;

 private:
  IdleCores(Fd loadavg, int cores) : loadavg_(std::move(loadavg)), cores_(cores) {}
  Fd loadavg_;  ///< empty: nothing can be told
  int cores_;
};

}  // namespace stdnet::os
