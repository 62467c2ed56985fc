#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "native/core/address.h"
#include "native/core/result.h"
#include "native/os/fd.h"

/// One function per system call. None of them retries: EINTR comes back as an Error with os_error EINTR, and the
/// caller decides (native/net/blocking.h for calls from JS; threads of ours block all signals and never see it).
/// Threads: any.
namespace stdnet::os {

/// A sockaddr in either direction.
class RawAddress {
 public:
  RawAddress() = default;
  explicit RawAddress(const SocketAddress& address);
  [[nodiscard]] SocketAddress get() const;
  [[nodiscard]] bool is_inet() const;
  [[nodiscard]] sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage_); }
  [[nodiscard]] const sockaddr* data() const {
    return reinterpret_cast<const sockaddr*>(&storage_);
  }
  /// In: room for any address. Out: what the kernel wrote.
  socklen_t size = sizeof(sockaddr_storage);

 private:
  sockaddr_storage storage_{};
};

/// `type`: SOCK_STREAM or SOCK_DGRAM. Close-on-exec always.
[[nodiscard]] Result<Fd> socket(bool v6, int type);
[[nodiscard]] Result<void> bind(int fd, const SocketAddress& address);
[[nodiscard]] Result<void> listen(int fd, int backlog);
/// net.core.somaxconn; SOMAXCONN where it cannot be read.
[[nodiscard]] int max_backlog();
[[nodiscard]] Result<void> connect(int fd, const SocketAddress& address);

struct Accepted {
  Fd fd;
  SocketAddress peer;
};
[[nodiscard]] Result<Accepted> accept(int fd);

[[nodiscard]] Result<std::size_t> recv(int fd, std::span<std::uint8_t> into, int flags = 0);
[[nodiscard]] Result<std::size_t> recv_vectored(int fd, std::span<iovec> into, int flags = 0);
/// MSG_NOSIGNAL is always added: a vanished peer is EPIPE, never a signal.
[[nodiscard]] Result<std::size_t> send(int fd, std::span<const std::uint8_t> from, int flags = 0);
[[nodiscard]] Result<std::size_t> send_vectored(int fd, std::span<iovec> from, int flags = 0);

struct Received {
  std::size_t size;
  SocketAddress from;
};
[[nodiscard]] Result<Received> recv_from(int fd, std::span<std::uint8_t> into, int flags = 0);
[[nodiscard]] Result<std::size_t> send_to(int fd, std::span<const std::uint8_t> from,
                                          const SocketAddress& to, int flags = 0);
/// Datagrams for one call: the kernel takes no more at a time either.
inline constexpr std::size_t kMaxMessages = 1024;
/// How many datagrams came: sizes and senders are written to the front of `received`. Not more than kMaxMessages.
[[nodiscard]] Result<std::size_t> recv_many(int fd, std::span<iovec> into,
                                            std::span<Received> received, int flags = 0);
/// How many datagrams went, from the front. Not more than kMaxMessages.
[[nodiscard]] Result<std::size_t> send_many(int fd, std::span<iovec> from,
                                            std::span<const SocketAddress> to, int flags = 0);

[[nodiscard]] Result<void> shutdown(int fd, int how);
[[nodiscard]] Result<Fd> duplicate(int fd);
/// Whether it is a socket over IPv4 or IPv6.
[[nodiscard]] Result<bool> is_inet(int fd);
[[nodiscard]] Result<SocketAddress> local_address(int fd);
[[nodiscard]] Result<SocketAddress> peer_address(int fd);

/// Waits until `fd` has one of `events` (POLLIN, POLLOUT) or trouble. False: the time was up first.
/// `timeout_us` under 0 waits for ever.
[[nodiscard]] Result<bool> poll(int fd, short events, std::int64_t timeout_us);

}  // namespace stdnet::os
