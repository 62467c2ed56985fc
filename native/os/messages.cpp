#include "native/os/messages.h"

#include "native/os/errno.h"
#include "native/os/socket.h"

namespace stdnet::os {

#if defined(__linux__)

Result<std::size_t> recv_messages(int fd, std::span<Message> into, int flags) {
  const int n = ::recvmmsg(fd, into.data(), static_cast<unsigned>(into.size()),
                           flags | MSG_WAITFORONE, nullptr);
  if (n < 0) return last_error("recvmmsg");
  return static_cast<std::size_t>(n);
}

Result<std::size_t> send_messages(int fd, std::span<Message> from, int flags) {
  const int n = ::sendmmsg(fd, from.data(), static_cast<unsigned>(from.size()), flags | kNoSignal);
  if (n < 0) return last_error("sendmmsg");
  return static_cast<std::size_t>(n);
}

#else

namespace {

/// As many calls as succeed in a row; the error of the first, if that fails.
template <typename Call>
Result<std::size_t> one_by_one(std::span<Message> messages, std::string_view syscall,
                               const Call& call) {
  std::size_t done = 0;
  for (Message& message : messages) {
    const ssize_t n = call(message.msg_hdr, done > 0);
    if (n < 0 && done == 0) return last_error(syscall);
    if (n < 0) break;
    message.msg_len = static_cast<unsigned>(n);
    ++done;
  }
  return done;
}

}  // namespace

Result<std::size_t> recv_messages(int fd, std::span<Message> into, int flags) {
  return one_by_one(into, "recvmsg", [&](msghdr& message, bool more) {
    return ::recvmsg(fd, &message, more ? flags | MSG_DONTWAIT : flags);
  });
}

Result<std::size_t> send_messages(int fd, std::span<Message> from, int flags) {
  return one_by_one(from, "sendmsg", [&](const msghdr& message, bool /*more*/) {
    return ::sendmsg(fd, &message, flags | kNoSignal);
  });
}

#endif

}  // namespace stdnet::os
