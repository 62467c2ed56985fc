#if defined(__linux__)

#include "native/os/messages.h"

#include "native/os/errno.h"
#include "native/os/unix/sending.h"

namespace stdnet::os {

// Flags, which musl takes as unsigned and glibc as signed.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

Result<std::size_t> recv_messages(int fd, std::span<Message> into, int flags) {
  const int n = ::recvmmsg(fd, into.data(), static_cast<unsigned>(into.size()),
                           flags | MSG_WAITFORONE, nullptr);
  if (n < 0) return last_error("recvmmsg");
  return static_cast<std::size_t>(n);
}

Result<std::size_t> send_messages(int fd, std::span<Message> from, int flags) {
  const int n = ::sendmmsg(fd, from.data(), static_cast<unsigned>(from.size()), sending(flags));
  if (n < 0) return last_error("sendmmsg");
  return static_cast<std::size_t>(n);
}

#pragma GCC diagnostic pop

}  // namespace stdnet::os

#endif
