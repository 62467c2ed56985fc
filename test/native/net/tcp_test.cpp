#include "native/net/tcp.h"

#include <doctest.h>

#include <array>
#include <utility>
#include <vector>

#include "native/net/blocking.h"
#include "native/net/lookup.h"
#include "native/net/udp.h"
#include "native/os/socket_options.h"
#include "test/native/support/descriptor_limit.h"
#include "test/native/support/sockets.h"
#include "test/native/support/test_waiter.h"

using namespace stdnet;
using namespace std::chrono_literals;

TEST_CASE("connect tries each address and tells the last error") {
  test::TestWaiter waiter;
  const test::Listener listener;
  SocketAddress refused;
  {
    const test::Listener gone;
    refused = gone.address;
  }
  const std::array<SocketAddress, 2> second_works{refused, listener.address};
  CHECK(net::connect(waiter, second_works).ok());
  const std::array<SocketAddress, 1> none{refused};
  const auto failed = net::connect(waiter, none);
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().kind == ErrorKind::ConnectionRefused);
  CHECK(failed.error().address == refused);
  const auto nowhere = net::connect(waiter, {});
  REQUIRE_FALSE(nowhere.ok());
  CHECK(nowhere.error().text == "could not resolve to any addresses");
}

TEST_CASE("connect with a limit: refused, timed out, zero") {
  test::TestWaiter waiter;
  SocketAddress refused;
  {
    const test::Listener gone;
    refused = gone.address;
  }
  CHECK(net::connect_timeout(waiter, refused, 5s).error().kind == ErrorKind::ConnectionRefused);

  // A listener whose queue is full does not answer any more.
  const test::Listener full(false, 0);
  std::vector<os::Fd> waiting;
  Result<os::Fd> last = net::connect_timeout(waiter, full.address, 5s);
  while (last.ok() && waiting.size() < 16) {
    waiting.push_back(std::move(last).value());
    last = net::connect_timeout(waiter, full.address, 100ms);
  }
  REQUIRE_FALSE(last.ok());
  CHECK(last.error().kind == ErrorKind::TimedOut);
  CHECK(last.error().text == "connection timed out");
  CHECK_FALSE(last.error().os_error.has_value());
  const auto zero = net::connect_timeout(waiter, full.address, 0us);
  REQUIRE_FALSE(zero.ok());
  CHECK(zero.error().kind == ErrorKind::InvalidInput);
  CHECK(zero.error().text == "cannot set a 0 duration timeout");
}

TEST_CASE("connect: out of descriptors, the error still tells where to") {
  test::TestWaiter waiter;
  const test::Listener listener;
  const std::array<SocketAddress, 1> there{listener.address};
  const auto [plain, limited] = [&] {
    const test::DescriptorLimit none(0);
    return std::pair(net::connect(waiter, there),
                     net::connect_timeout(waiter, listener.address, 5s));
  }();
  CHECK(plain.error().is(EMFILE));
  CHECK(plain.error().address == listener.address);
  CHECK(limited.error().is(EMFILE));
  CHECK(limited.error().address == listener.address);
}

TEST_CASE("accept keeps a listener's own timeout although signals interrupt it") {
  test::TestWaiter waiter;
  const test::Listener listener;
  REQUIRE(os::set_timeout(listener.fd.get(), os::Direction::Read, 200ms).ok());
  const auto start = net::Clock::now();
  const auto accepted = net::accept(waiter, listener.fd.get());
  REQUIRE_FALSE(accepted.ok());
  CHECK(accepted.error().is(EAGAIN));
  CHECK(accepted.error().syscall == "accept");
  CHECK(net::Clock::now() - start < 10s);
}

TEST_CASE("listen: a used port, port re-use, IPv6 only") {
  test::TestWaiter waiter;
  const test::Listener first;
  const std::array<SocketAddress, 1> taken{first.address};
  CHECK(net::listen(taken, {}).error().kind == ErrorKind::AddrInUse);

  const std::array<SocketAddress, 1> any{test::loopback()};
  const os::Fd shared =
      std::move(net::listen(any, {.backlog = 8, .reuse_port = true, .v6_only = {}})).value();
  const std::array<SocketAddress, 1> same{os::local_address(shared.get()).value()};
  CHECK(net::listen(same, {.backlog = 8, .reuse_port = true, .v6_only = {}}).ok());

  const std::array<SocketAddress, 1> v6{test::loopback(true)};
  const os::Fd only =
      std::move(net::listen(v6, {.backlog = 8, .reuse_port = false, .v6_only = true})).value();
  CHECK(os::get_option(only.get(), os::Option::V6Only).value() == 1);
}

TEST_CASE("accept tells the peer") {
  test::TestWaiter waiter;
  const test::Listener listener;
  const std::array<SocketAddress, 1> to{listener.address};
  const os::Fd client = std::move(net::connect(waiter, to)).value();
  const auto accepted = net::accept(waiter, listener.fd.get());
  REQUIRE(accepted.ok());
  CHECK(accepted.value().peer == os::local_address(client.get()).value());
}

TEST_CASE("datagram sockets: bind and connect take the first address that works") {
  const std::array<SocketAddress, 1> any{test::loopback()};
  const os::Fd first = std::move(net::bind_datagram(any, {})).value();
  const std::array<SocketAddress, 2> taken_and_free{os::local_address(first.get()).value(),
                                                    test::loopback()};
  const os::Fd second = std::move(net::bind_datagram(taken_and_free, {})).value();
  const std::array<SocketAddress, 1> to{os::local_address(first.get()).value()};
  REQUIRE(net::connect_datagram(second.get(), to).ok());
  CHECK(os::peer_address(second.get()).value() == to[0]);
}

TEST_CASE("look-up: numbers, localhost, what cannot be") {
  test::TestWaiter waiter;
  const auto number =
      net::lookup(waiter, "127.1", 80);  // getaddrinfo's syntax is wider than the parser's
  REQUIRE(number.ok());
  REQUIRE(number.value().size() == 1);
  CHECK(to_string(number.value()[0]) == "127.0.0.1:80");
  const auto name = net::lookup(waiter, "localhost", 81);
  REQUIRE(name.ok());
  REQUIRE_FALSE(name.value().empty());
  CHECK(name.value()[0].port == 81);
  const auto bad = net::lookup(waiter, std::string("a\0b", 3), 1);
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error().kind == ErrorKind::InvalidInput);
  const auto unknown = net::lookup(waiter, "no.such.host.invalid", 1);
  REQUIRE_FALSE(unknown.ok());
  CHECK(unknown.error().kind == ErrorKind::Uncategorized);
  CHECK(unknown.error().text.starts_with("failed to lookup address information: "));
}
