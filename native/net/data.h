#pragma once

#include <cstdint>
#include <span>

#include "native/core/result.h"
#include "native/net/waiter.h"
#include "native/os/socket.h"

/// Reading and writing, over plain descriptors. Each call ends within the descriptor's own timeout (EAGAIN).
/// Threads: any; the Waiter is the caller's.
namespace stdnet::net {

using Bytes = std::span<std::uint8_t>;
using ConstBytes = std::span<const std::uint8_t>;

/// `flags`: 0 or MSG_PEEK.
[[nodiscard]] Result<std::size_t> recv(Waiter& waiter, int fd, Bytes into, int flags = 0);
[[nodiscard]] Result<std::size_t> recv_vectored(Waiter& waiter, int fd, std::span<iovec> into);
/// Fills `into`; `moved` tells how far it came, also on an Error. The end of the stream is UnexpectedEof.
[[nodiscard]] Result<void> recv_exact(Waiter& waiter, int fd, Bytes into, std::size_t& moved);

[[nodiscard]] Result<std::size_t> send(Waiter& waiter, int fd, ConstBytes from);
[[nodiscard]] Result<std::size_t> send_vectored(Waiter& waiter, int fd, std::span<iovec> from);
/// Sends all of `from`; `moved` tells how far it came, also on an Error.
[[nodiscard]] Result<void> send_all(Waiter& waiter, int fd, ConstBytes from, std::size_t& moved);

/// recv() for datagrams: 0 bytes are one too, unless another thread has closed the socket.
[[nodiscard]] Result<std::size_t> recv_datagram(Waiter& waiter, int fd, Bytes into, int flags = 0);
/// A socket that is shut down gives 0 bytes from nobody, which is no datagram: InvalidInput, as in Rust.
[[nodiscard]] Result<os::Received> recv_from(Waiter& waiter, int fd, Bytes into, int flags = 0);
[[nodiscard]] Result<std::size_t> send_to(Waiter& waiter, int fd, ConstBytes from,
                                          const SocketAddress& to);
/// Blocks for the first datagram only.
[[nodiscard]] Result<std::size_t> recv_many(Waiter& waiter, int fd, std::span<iovec> into,
                                            std::span<os::Received> received);
[[nodiscard]] Result<std::size_t> send_many(Waiter& waiter, int fd, std::span<iovec> from,
                                            std::span<const SocketAddress> to);

}  // namespace stdnet::net
