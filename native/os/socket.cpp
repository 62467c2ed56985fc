#include "native/os/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "native/os/errno.h"
#include "native/os/messages.h"
#include "native/os/unix/sending.h"

namespace stdnet::os {

namespace {

Result<std::size_t> counted(ssize_t n, std::string_view syscall) {
  if (n < 0) return last_error(syscall);
  return static_cast<std::size_t>(n);
}

Result<void> checked(int status, std::string_view syscall) {
  if (status < 0) return last_error(syscall);
  return {};
}

msghdr message_of(std::span<iovec> slices) {
  msghdr message{};
  message.msg_iov = slices.data();
  message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(slices.size());
  return message;
}

}  // namespace

RawAddress::RawAddress(const SocketAddress& address) {
  if (address.ip.v6) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(address.port);
    in6.sin6_flowinfo = address.flowinfo;  // as Rust: passed through, not swapped
    in6.sin6_scope_id = address.scope_id;
    std::memcpy(&in6.sin6_addr, address.ip.bytes.data(), 16);
    std::memcpy(&storage_, &in6, sizeof in6);
    size = sizeof in6;
  } else {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(address.port);
    std::memcpy(&in.sin_addr, address.ip.bytes.data(), 4);
    std::memcpy(&storage_, &in, sizeof in);
    size = sizeof in;
  }
}

bool RawAddress::is_inet() const {
  return size >= sizeof(sockaddr_in) &&
         (storage_.ss_family == AF_INET || storage_.ss_family == AF_INET6);
}

SocketAddress RawAddress::get() const {
  SocketAddress address;
  if (storage_.ss_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, &storage_, sizeof in6);
    address.ip.v6 = true;
    std::memcpy(address.ip.bytes.data(), &in6.sin6_addr, 16);
    address.port = ntohs(in6.sin6_port);
    address.flowinfo = in6.sin6_flowinfo;
    address.scope_id = in6.sin6_scope_id;
  } else {
    sockaddr_in in{};
    std::memcpy(&in, &storage_, sizeof in);
    std::memcpy(address.ip.bytes.data(), &in.sin_addr, 4);
    address.port = ntohs(in.sin_port);
  }
  return address;
}

Result<void> bind(int fd, const SocketAddress& address) {
  const RawAddress raw(address);
  return checked(::bind(fd, raw.data(), raw.size), "bind");
}

Result<void> listen(int fd, int backlog) {
  return checked(::listen(fd, backlog), "listen");
}

Result<void> connect(int fd, const SocketAddress& address) {
  const RawAddress raw(address);
  return checked(::connect(fd, raw.data(), raw.size), "connect");
}

Result<std::size_t> recv(int fd, std::span<std::uint8_t> into, int flags) {
  return counted(::recv(fd, into.data(), into.size(), flags), "recv");
}

Result<std::size_t> recv_vectored(int fd, std::span<iovec> into, int flags) {
  msghdr message = message_of(into);
  return counted(::recvmsg(fd, &message, flags), "recvmsg");
}

Result<std::size_t> send(int fd, std::span<const std::uint8_t> from, int flags) {
  return counted(::send(fd, from.data(), from.size(), sending(flags)), "send");
}

Result<std::size_t> send_vectored(int fd, std::span<iovec> from, int flags) {
  const msghdr message = message_of(from);
  return counted(::sendmsg(fd, &message, sending(flags)), "sendmsg");
}

Result<Received> recv_from(int fd, std::span<std::uint8_t> into, int flags) {
  RawAddress from;
  const ssize_t n = ::recvfrom(fd, into.data(), into.size(), flags, from.data(), &from.size);
  if (n < 0) return last_error("recvfrom");
  // A wake-up by shutdown() gives 0 bytes and no address.
  return Received{static_cast<std::size_t>(n), from.is_inet() ? from.get() : SocketAddress{}};
}

Result<std::size_t> send_to(int fd, std::span<const std::uint8_t> from, const SocketAddress& to,
                            int flags) {
  const RawAddress raw(to);
  return counted(::sendto(fd, from.data(), from.size(), sending(flags), raw.data(), raw.size),
                 "sendto");
}

Result<std::size_t> recv_many(int fd, std::span<iovec> into, std::span<Received> received,
                              int flags) {
  const std::size_t count = std::min({into.size(), received.size(), kMaxMessages});
  std::vector<RawAddress> senders(count);
  std::vector<Message> messages(count);
  for (std::size_t i = 0; i < count; ++i) {
    messages[i].msg_hdr = message_of(into.subspan(i, 1));
    messages[i].msg_hdr.msg_name = senders[i].data();
    messages[i].msg_hdr.msg_namelen = senders[i].size;
  }
  auto arrived = recv_messages(fd, messages, flags);
  if (!arrived) return arrived;
  for (std::size_t i = 0; i < arrived.value(); ++i) {
    senders[i].size = messages[i].msg_hdr.msg_namelen;
    received[i].size = messages[i].msg_len;
    received[i].from = senders[i].is_inet() ? senders[i].get() : SocketAddress{};
  }
  return arrived;
}

Result<std::size_t> send_many(int fd, std::span<iovec> from, std::span<const SocketAddress> to,
                              int flags) {
  const std::size_t count = std::min({from.size(), to.size(), kMaxMessages});
  std::vector<RawAddress> receivers(count);
  std::vector<Message> messages(count);
  for (std::size_t i = 0; i < count; ++i) {
    receivers[i] = RawAddress(to[i]);
    messages[i].msg_hdr = message_of(from.subspan(i, 1));
    messages[i].msg_hdr.msg_name = receivers[i].data();
    messages[i].msg_hdr.msg_namelen = receivers[i].size;
  }
  return send_messages(fd, messages, flags);
}

Result<void> shutdown(int fd, int how) {
  return checked(::shutdown(fd, how), "shutdown");
}

Result<Fd> duplicate(int fd) {
  // From 3 up, as Rust: never a number that a C program takes for a standard stream.
  Fd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
  if (!copy) return last_error("fcntl");
  return copy;
}

// SO_DOMAIN would tell it on Linux alone.
Result<bool> is_inet(int fd) {
  RawAddress raw;
  if (::getsockname(fd, raw.data(), &raw.size) < 0) return last_error("getsockname");
  return raw.is_inet();
}

Result<SocketAddress> local_address(int fd) {
  RawAddress raw;
  if (::getsockname(fd, raw.data(), &raw.size) < 0) return last_error("getsockname");
  return raw.get();
}

Result<SocketAddress> peer_address(int fd) {
  RawAddress raw;
  if (::getpeername(fd, raw.data(), &raw.size) < 0) return last_error("getpeername");
  return raw.get();
}

}  // namespace stdnet::os
