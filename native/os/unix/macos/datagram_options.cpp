#if defined(__APPLE__)

#include "native/os/datagram_options.h"

#include <cerrno>

#include "native/os/errno.h"

namespace stdnet::os {

Result<void> report_destination(int /*fd*/, bool /*v6*/) {
  return error_of(EOPNOTSUPP, "setsockopt");
}

void turn_round(msghdr& /*message*/) {}

std::uint64_t kernel_drops(int /*fd*/) {
  return 0;
}

Result<void> refuse_datagrams(int /*fd*/) {
  return error_of(EOPNOTSUPP, "setsockopt");
}

}  // namespace stdnet::os

#endif
