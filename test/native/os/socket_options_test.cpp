#include "native/os/socket_options.h"

#include <doctest.h>
#include <sys/socket.h>

#include <cerrno>

#include "native/os/socket.h"
#include "test/native/support/sockets.h"

using namespace stdnet;
using namespace std::chrono_literals;

TEST_CASE("integer options keep what is set") {
  const test::Pair pair;
  const int fd = pair.client.get();
  for (const auto option : {os::Option::Nodelay, os::Option::Keepalive}) {
    REQUIRE(os::set_option(fd, option, 1).ok());
    CHECK(os::get_option(fd, option).value() != 0);
    REQUIRE(os::set_option(fd, option, 0).ok());
    CHECK(os::get_option(fd, option).value() == 0);
  }
  REQUIRE(os::set_option(fd, os::Option::TtlV4, 7).ok());
  CHECK(os::get_option(fd, os::Option::TtlV4).value() == 7);
  CHECK(os::get_option(fd, os::Option::Type).value() == SOCK_STREAM);
  CHECK_FALSE(os::set_option(fd, os::Option::TtlV4, 256).ok());
}

TEST_CASE("timeouts: none, a microsecond, more than an int of milliseconds") {
  const test::Pair pair;
  const int fd = pair.client.get();
  for (const auto direction : {os::Direction::Read, os::Direction::Write}) {
    CHECK_FALSE(os::timeout(fd, direction).value().has_value());
    REQUIRE(os::set_timeout(fd, direction, 1us).ok());
    CHECK(os::timeout(fd, direction)
              .value()
              .has_value());  // what it is exactly, the kernel's clock decides
    REQUIRE(os::set_timeout(fd, direction, 1'500ms).ok());
    CHECK(*os::timeout(fd, direction).value() == 1'500ms);
    REQUIRE(os::set_timeout(fd, direction, std::chrono::hours(24 * 60)).ok());
    CHECK(*os::timeout(fd, direction).value() == std::chrono::hours(24 * 60));
    REQUIRE(os::set_timeout(fd, direction, std::nullopt).ok());
    CHECK_FALSE(os::timeout(fd, direction).value().has_value());
  }
}

TEST_CASE("linger: off, reset, seconds") {
  const test::Pair pair;
  const int fd = pair.client.get();
  CHECK_FALSE(os::linger(fd).value().has_value());
  REQUIRE(os::set_linger(fd, 0).ok());
  CHECK(os::linger(fd).value() == 0);
  REQUIRE(os::set_linger(fd, 3).ok());
  CHECK(os::linger(fd).value() == 3);
  REQUIRE(os::set_linger(fd, std::nullopt).ok());
  CHECK_FALSE(os::linger(fd).value().has_value());
}

TEST_CASE("the peer's end is told from one's own") {
  test::Pair pair;
  const int fd = pair.server.get();
  CHECK_FALSE(os::peer_has_ended(fd));
  REQUIRE(os::shutdown(fd, SHUT_RD).ok());
  CHECK_FALSE(os::peer_has_ended(fd));
  pair.client.reset();
  CHECK(os::peer_has_ended(fd));
  CHECK_FALSE(os::peer_has_ended(-1));
}

TEST_CASE("a pending error is told once") {
  test::Pair pair;
  CHECK(os::take_error(pair.client.get()).value() == 0);
  REQUIRE(os::set_linger(pair.server.get(), 0).ok());
  pair.server.reset();  // a reset
  CHECK(os::take_error(pair.client.get()).value() == ECONNRESET);
  CHECK(os::take_error(pair.client.get()).value() == 0);
}

TEST_CASE("a group that is none cannot be joined") {
  const os::Fd fd = std::move(os::socket(false, SOCK_DGRAM)).value();
  const auto joined = os::set_membership_v4(fd.get(), true, IpAddress::v4(10, 0, 0, 1),
                                            IpAddress::v4(127, 0, 0, 1));
  REQUIRE_FALSE(joined.ok());
  CHECK(joined.error().kind == ErrorKind::InvalidInput);
}
