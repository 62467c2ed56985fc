#include "native/net/close.h"

#include <doctest.h>
#include <fcntl.h>

#include <array>
#include <chrono>
#include <vector>

#include "native/os/socket_options.h"
#include "native/os/thread.h"
#include "test/native/support/sockets.h"
#include "test/native/support/test_waiter.h"

using namespace stdnet;
using namespace std::chrono_literals;

namespace {

/// How many bytes the connection takes before nothing goes any more.
std::size_t fill(int fd) {
  const std::vector<std::uint8_t> plenty(64 << 10);
  std::size_t sent = 0;
  while (auto n = os::send(fd, plenty, MSG_DONTWAIT)) sent += n.value();
  return sent;
}

std::size_t drain(int fd) {
  std::vector<std::uint8_t> buffer(64 << 10);
  std::size_t received = 0;
  while (auto n = os::recv(fd, buffer)) {
    if (n.value() == 0) return received;
    received += n.value();
  }
  return received;
}

}  // namespace

TEST_CASE("a socket that does not linger is closed at once") {
  test::Pair pair;
  test::TestWaiter waiter;
  const int number = pair.client.get();
  SUBCASE("by whoever waits") {
    net::close(waiter, std::move(pair.client));
  }
  SUBCASE("by nobody") {
    net::close_unattended(std::move(pair.client));
  }
  CHECK(::fcntl(number, F_GETFD) == -1);
  CHECK(waiter.wakes == 0);
  CHECK(drain(pair.server.get()) == 0);
}

TEST_CASE("a lingering close waits until the peer has everything") {
  test::Pair pair;
  test::TestWaiter waiter;
  const std::size_t sent = fill(pair.client.get());
  REQUIRE(os::set_linger(pair.client.get(), 3600).ok());
  std::size_t received = 0;
  os::Thread reader = std::move(os::Thread::start({.name = "reader"}, [&] {
                        received = drain(pair.server.get());
                      })).value();
  net::close(waiter, std::move(pair.client));
  reader.join();
  CHECK(received == sent);
}

TEST_CASE("whoever waits for a lingering close can be ended, and nothing is lost by it") {
  test::Pair pair;
  test::TestWaiter waiter;
  waiter.stop_after = 2;
  const std::size_t sent = fill(pair.client.get());
  REQUIRE(os::set_linger(pair.client.get(), 3600).ok());
  SUBCASE("by whoever waits") {
    net::close(waiter, std::move(pair.client));
  }
  SUBCASE("by nobody") {
    net::close_unattended(std::move(pair.client));
  }
  CHECK(drain(pair.server.get()) == sent);
}
