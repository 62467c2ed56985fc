#if defined(__APPLE__)

#include "native/os/messages.h"

#include <string_view>

#include "native/os/errno.h"
#include "native/os/unix/sending.h"

namespace stdnet::os {
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
    return ::sendmsg(fd, &message, sending(flags));
  });
}

}  // namespace stdnet::os

#endif
