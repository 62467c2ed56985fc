#include "native/os/datagram_options.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#if defined(__linux__)
#include <linux/filter.h>
#include <linux/sock_diag.h>
#endif

#include "native/os/errno.h"

namespace stdnet::os {

#if defined(__linux__)

Result<void> report_destination(int fd, bool v6) {
  const int on = 1;
  const int level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
  if (::setsockopt(fd, level, v6 ? IPV6_RECVPKTINFO : IP_PKTINFO, &on, sizeof on) < 0)
    return last_error("setsockopt");
  return {};
}

std::uint64_t kernel_drops(int fd) {
  std::array<std::uint32_t, SK_MEMINFO_VARS> counts{};
  socklen_t size = sizeof counts;
  if (::getsockopt(fd, SOL_SOCKET, SO_MEMINFO, counts.data(), &size) < 0) return 0;
  return counts[SK_MEMINFO_DROPS];
}

Result<void> refuse_datagrams(int fd) {
  sock_filter keep_nothing{.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = 0};
  const sock_fprog program{.len = 1, .filter = &keep_nothing};
  if (::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0)
    return last_error("setsockopt");
  return {};
}

#else

Result<void> report_destination(int /*fd*/, bool /*v6*/) {
  return error_of(EOPNOTSUPP, "setsockopt");
}

std::uint64_t kernel_drops(int /*fd*/) {
  return 0;
}

Result<void> refuse_datagrams(int /*fd*/) {
  return error_of(EOPNOTSUPP, "setsockopt");
}

#endif

}  // namespace stdnet::os
