#include "native/net/tcp.h"

#include <poll.h>

#include "native/net/blocking.h"
#include "native/net/each_address.h"

namespace stdnet::net {

namespace {

/// What became of a connection attempt that poll says is over.
Result<void> outcome(int fd) {
  auto pending = os::take_error(fd);
  if (!pending) return std::move(pending).error();
  if (pending.value() != 0) return os::error_of(pending.value(), "connect");
  return {};
}

Result<os::Fd> connect_one(Waiter& waiter, const SocketAddress& address) {
  auto fd = os::socket(address.ip.v6, SOCK_STREAM);
  if (!fd) return fd;
  const int number = fd.value().get();

  Stay stay(waiter, number);
  if (stay.refusal()) return *std::move(stay.refusal());
  for (;;) {
    auto connected = os::connect(number, address);
    if (connected || connected.error().is(EISCONN)) return fd;
    if (!connected.error().is(EINTR)) return std::move(connected).error();

    // The kernel goes on connecting: nothing to call again.
    auto ready = wait_until(waiter, number, POLLOUT, std::nullopt, "connect");
    if (!ready) return std::move(ready).error();
    auto end = outcome(number);
    if (!end) return std::move(end).error();
    // Unless the call was interrupted before it began (a tracer, a sandbox).
    if (os::peer_address(number)) return fd;
    waiter.set_polling(false);
  }
}

Result<void> finish_within(Waiter& waiter, int fd, std::chrono::microseconds limit) {
  if (limit.count() == 0) return Error::invalid_input("cannot set a 0 duration timeout");
  Stay stay(waiter, fd);
  if (stay.refusal()) return *std::move(stay.refusal());
  auto ready = wait_until(waiter, fd, POLLOUT, Clock::now() + limit, "connect");
  if (!ready) return std::move(ready).error();
  if (!ready.value())
    return Error::of(ErrorKind::TimedOut, "ETIMEDOUT", "connection timed out", "connect");
  return outcome(fd);
}

Result<os::Fd> connect_one_within(Waiter& waiter, const SocketAddress& address,
                                  std::chrono::microseconds limit) {
  auto fd = os::socket(address.ip.v6, SOCK_STREAM);
  if (!fd) return fd;
  const int number = fd.value().get();

  // The descriptor is still ours alone: nobody else sees it change.
  if (auto set = os::set_nonblocking(number, true); !set) return std::move(set).error();
  auto begun = os::connect(number, address);
  while (!begun && begun.error().is(EINTR)) begun = os::connect(number, address);
  if (auto set = os::set_nonblocking(number, false); !set) return std::move(set).error();
  if (begun) return fd;
  if (!begun.error().is(EINPROGRESS) && !begun.error().is(EALREADY))
    return std::move(begun).error();

  auto finished = finish_within(waiter, number, limit);
  if (!finished) return std::move(finished).error();
  return fd;
}

Result<os::Fd> listen_on(const SocketAddress& address, const ListenOptions& options) {
  auto fd = os::socket(address.ip.v6, SOCK_STREAM);
  if (!fd) return fd;
  const int number = fd.value().get();
  // A port whose last connections are still in TIME_WAIT can be bound again.
  if (auto set = os::set_option(number, os::Option::ReuseAddress, 1); !set)
    return std::move(set).error();
  if (options.reuse_port) {
    if (auto set = os::set_option(number, os::Option::ReusePort, 1); !set)
      return std::move(set).error();
  }
  if (options.v6_only && address.ip.v6) {
    if (auto set = os::set_option(number, os::Option::V6Only, *options.v6_only ? 1 : 0); !set) {
      return std::move(set).error();
    }
  }
  if (auto bound = os::bind(number, address); !bound) return std::move(bound).error();
  if (auto listening = os::listen(number, options.backlog); !listening)
    return std::move(listening).error();
  return fd;
}

}  // namespace

Result<os::Fd> connect(Waiter& waiter, std::span<const SocketAddress> addresses) {
  return each_address(addresses,
                      [&](const SocketAddress& address) { return connect_one(waiter, address); });
}

Result<os::Fd> connect_timeout(Waiter& waiter, const SocketAddress& address,
                               std::chrono::microseconds limit) {
  auto fd = connect_one_within(waiter, address, limit);
  if (!fd) return std::move(fd).error().at(address);
  return fd;
}

Result<os::Fd> listen(std::span<const SocketAddress> addresses, const ListenOptions& options) {
  return each_address(addresses,
                      [&](const SocketAddress& address) { return listen_on(address, options); });
}

Result<os::Accepted> accept(Waiter& waiter, int listener) {
  Stay stay(waiter, listener);
  if (stay.refusal()) return *std::move(stay.refusal());
  const auto start = Clock::now();
  for (;;) {
    auto accepted = os::accept(listener);
    if (accepted) return accepted;
    if (!accepted.error().is(EINTR)) return waiter.explain(std::move(accepted).error());
    // A listener that was adopted may have a timeout.
    auto ready = wait_until(waiter, listener, POLLIN,
                            deadline_of(listener, os::Direction::Read, start), "accept");
    if (!ready) return std::move(ready).error();
    if (!ready.value()) return os::error_of(EAGAIN, "accept");
    // Another thread may be faster and this accept block again: only a signal would end it then.
    waiter.set_polling(false);
  }
}

}  // namespace stdnet::net
