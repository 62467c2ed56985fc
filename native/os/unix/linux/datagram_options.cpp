#if defined(__linux__)

#include "native/os/datagram_options.h"

#include <linux/filter.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "native/os/errno.h"

namespace stdnet::os {
namespace {

template <typename Info, typename Change>
void change(cmsghdr& header, const Change& to) {
  Info info{};
  std::memcpy(&info, CMSG_DATA(&header), sizeof info);
  to(info);
  std::memcpy(CMSG_DATA(&header), &info, sizeof info);
}

// musl's macro compares what is signed with what is not.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
cmsghdr* next(msghdr& message, cmsghdr* header) {
  return CMSG_NXTHDR(&message, header);
}
#pragma GCC diagnostic pop

}  // namespace

Result<void> report_destination(int fd, bool v6) {
  const int on = 1;
  const int level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
  if (::setsockopt(fd, level, v6 ? IPV6_RECVPKTINFO : IP_PKTINFO, &on, sizeof on) < 0)
    return last_error("setsockopt");
  return {};
}

void turn_round(msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = next(message, header)) {
    if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO)
      change<in_pktinfo>(*header, [](in_pktinfo& info) { info.ipi_ifindex = 0; });
    if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO)
      change<in6_pktinfo>(*header, [](in6_pktinfo& info) { info.ipi6_ifindex = 0; });
  }
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

}  // namespace stdnet::os

#endif
