#include "native/net/data.h"

#include <algorithm>

#include "native/net/blocking.h"

namespace stdnet::net {

using os::Direction;

Result<std::size_t> recv(Waiter& waiter, int fd, Bytes into, int flags) {
  return block_on(waiter, fd, Direction::Read,
                  [&](int more) { return os::recv(fd, into, flags | more); });
}

Result<std::size_t> recv_vectored(Waiter& waiter, int fd, std::span<iovec> into) {
  return block_on(waiter, fd, Direction::Read,
                  [&](int flags) { return os::recv_vectored(fd, into, flags); });
}

Result<void> recv_exact(Waiter& waiter, int fd, Bytes into, std::size_t& moved) {
  for (moved = 0; moved < into.size();) {
    auto n = recv(waiter, fd, into.subspan(moved));
    if (!n) return std::move(n).error();
    if (n.value() == 0) {
      return Error::of(ErrorKind::UnexpectedEof, "ERR_UNEXPECTED_EOF",
                       "failed to fill whole buffer");
    }
    moved += n.value();
  }
  return {};
}

Result<std::size_t> send(Waiter& waiter, int fd, ConstBytes from) {
  return block_on(waiter, fd, Direction::Write,
                  [&](int flags) { return os::send(fd, from, flags); });
}

Result<std::size_t> send_vectored(Waiter& waiter, int fd, std::span<iovec> from) {
  return block_on(waiter, fd, Direction::Write,
                  [&](int flags) { return os::send_vectored(fd, from, flags); });
}

Result<void> send_all(Waiter& waiter, int fd, ConstBytes from, std::size_t& moved) {
  for (moved = 0; moved < from.size();) {
    auto n = send(waiter, fd, from.subspan(moved));
    if (!n) return std::move(n).error();
    if (n.value() == 0) {
      return Error::of(ErrorKind::WriteZero, "ERR_WRITE_ZERO", "failed to write whole buffer");
    }
    moved += n.value();
  }
  return {};
}

Result<std::size_t> recv_datagram(Waiter& waiter, int fd, Bytes into, int flags) {
  auto n = recv(waiter, fd, into, flags);
  if (n && n.value() == 0) {
    if (auto closed = waiter.closed_elsewhere()) return *std::move(closed);
  }
  return n;
}

namespace {

bool from_nobody(const os::Received& received) {
  return received.size == 0 && received.from == SocketAddress{};
}

/// Rust's text for it.
Error no_sender(Waiter& waiter) {
  return waiter.explain(Error::invalid_input("invalid argument"));
}

}  // namespace

Result<os::Received> recv_from(Waiter& waiter, int fd, Bytes into, int flags) {
  auto received = block_on(waiter, fd, Direction::Read,
                           [&](int more) { return os::recv_from(fd, into, flags | more); });
  if (received && from_nobody(received.value())) return no_sender(waiter);
  return received;
}

Result<std::size_t> send_to(Waiter& waiter, int fd, ConstBytes from, const SocketAddress& to) {
  return block_on(waiter, fd, Direction::Write,
                  [&](int flags) { return os::send_to(fd, from, to, flags); });
}

Result<std::size_t> recv_many(Waiter& waiter, int fd, std::span<iovec> into,
                              std::span<os::Received> received) {
  auto count = block_on(waiter, fd, Direction::Read,
                        [&](int flags) { return os::recv_many(fd, into, received, flags); });
  if (!count) return count;
  const auto arrived = received.first(count.value());
  const auto end = std::find_if(arrived.begin(), arrived.end(), from_nobody);
  if (!arrived.empty() && end == arrived.begin()) return no_sender(waiter);
  return static_cast<std::size_t>(end - arrived.begin());
}

Result<std::size_t> send_many(Waiter& waiter, int fd, std::span<iovec> from,
                              std::span<const SocketAddress> to) {
  return block_on(waiter, fd, Direction::Write,
                  [&](int flags) { return os::send_many(fd, from, to, flags); });
}

}  // namespace stdnet::net
