#include "native/os/socket.h"

#include <doctest.h>
#include <fcntl.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "native/os/errno.h"
#include "native/os/socket_options.h"
#include "test/native/support/sockets.h"

using namespace stdnet;
using test::bytes_of;

TEST_CASE("a connection carries bytes both ways, over IPv4 and IPv6") {
  for (const bool v6 : {false, true}) {
    CAPTURE(v6);
    const test::Pair pair(v6);
    REQUIRE(os::send(pair.client.get(), bytes_of("ping")).value() == 4);
    std::array<std::uint8_t, 16> buffer{};
    CHECK(os::recv(pair.server.get(), buffer).value() == 4);
    CHECK(std::string(buffer.begin(), buffer.begin() + 4) == "ping");
    CHECK(os::local_address(pair.client.get()).value() ==
          os::peer_address(pair.server.get()).value());
    CHECK(os::local_address(pair.client.get()).value().ip.v6 == v6);
  }
}

TEST_CASE("what is a socket of the internet, bound or not, and what is none") {
  for (const int domain : {AF_INET, AF_INET6, AF_UNIX}) {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
      CAPTURE(domain);
      const os::Fd fd(::socket(domain, type | SOCK_CLOEXEC, 0));
      REQUIRE(fd);
      CHECK(os::is_inet(fd.get()).value() == (domain != AF_UNIX));
    }
  }
  const test::Pair pair;
  CHECK(os::is_inet(pair.server.get()).value());
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const os::Fd one(ends[0]);
  const os::Fd other(ends[1]);
  CHECK_FALSE(os::is_inet(one.get()).value());
  const os::Fd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  CHECK(os::is_inet(file.get()).error().is(ENOTSOCK));
}

TEST_CASE("every descriptor is close-on-exec, duplicates and accepted ones too") {
  const test::Pair pair;
  const os::Fd copy = std::move(os::duplicate(pair.client.get())).value();
  CHECK(copy.get() >= 3);
  for (const int fd : {pair.client.get(), pair.server.get(), copy.get()}) {
    CHECK((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
  }
}

TEST_CASE("an accepted connection blocks, though its listener does not") {
  const test::Listener listener;
  REQUIRE(os::set_nonblocking(listener.fd.get(), true).ok());
  const os::Fd client = std::move(os::socket(false, SOCK_STREAM)).value();
  REQUIRE(os::connect(client.get(), listener.address).ok());
  REQUIRE(os::poll(listener.fd.get(), POLLIN, 5'000'000).value());
  const auto accepted = os::accept(listener.fd.get());
  REQUIRE(accepted.ok());
  CHECK((::fcntl(accepted.value().fd.get(), F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("a send that is not to wait says that there is no room") {
  const test::Pair pair;
  const std::string chunk(1 << 20, 'x');
  for (;;) {
    const auto sent = os::send(pair.client.get(), bytes_of(chunk), MSG_DONTWAIT);
    if (sent) continue;
    CHECK(os::would_block(sent.error()));
    break;
  }
}

TEST_CASE("a vanished peer is EPIPE, not a signal") {
  test::Pair pair;
  pair.server.reset();
  // The first send may still be taken; the reset that answers it makes the next ones fail.
  bool failed = false;
  for (int i = 0; i < 100 && !failed; ++i) {
    const auto sent = os::send(pair.client.get(), bytes_of("x"));
    failed = !sent.ok();
    if (failed) CHECK((sent.error().is(EPIPE) || sent.error().is(ECONNRESET)));
    REQUIRE(os::poll(pair.client.get(), POLLIN, 1'000'000).ok());
  }
  CHECK(failed);
}

TEST_CASE("vectored reads and writes keep the order") {
  const test::Pair pair;
  std::string first = "one-";
  std::string second = "two";
  std::array<iovec, 2> out{{{first.data(), first.size()}, {second.data(), second.size()}}};
  REQUIRE(os::send_vectored(pair.client.get(), out).value() == 7);
  std::array<char, 2> head{};
  std::array<char, 8> tail{};
  std::array<iovec, 2> in{{{head.data(), head.size()}, {tail.data(), tail.size()}}};
  REQUIRE(os::recv_vectored(pair.server.get(), in).value() == 7);
  CHECK(std::string(head.begin(), head.end()) + std::string(tail.begin(), tail.begin() + 5) ==
        "one-two");
}

TEST_CASE("datagrams arrive with their sender, many at once in order") {
  const os::Fd server = std::move(os::socket(false, SOCK_DGRAM)).value();
  const os::Fd client = std::move(os::socket(false, SOCK_DGRAM)).value();
  REQUIRE(os::bind(server.get(), test::loopback()).ok());
  REQUIRE(os::bind(client.get(), test::loopback()).ok());
  const auto to = os::local_address(server.get()).value();
  const auto from = os::local_address(client.get()).value();

  REQUIRE(os::send_to(client.get(), bytes_of("a"), to).value() == 1);
  std::array<std::uint8_t, 8> buffer{};
  const auto one = os::recv_from(server.get(), buffer).value();
  CHECK(one.size == 1);
  CHECK(one.from == from);

  std::vector<std::string> texts{"b", "", "ccc"};
  std::vector<iovec> out;
  for (auto& text : texts) out.push_back({text.data(), text.size()});
  const std::vector<SocketAddress> receivers(3, to);
  REQUIRE(os::send_many(client.get(), out, receivers).value() == 3);

  std::array<std::array<char, 8>, 4> room{};
  std::vector<iovec> in;
  for (auto& one_room : room) in.push_back({one_room.data(), one_room.size()});
  std::vector<os::Received> received(4);
  REQUIRE(os::recv_many(server.get(), in, received).value() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(received[i].size == texts[i].size());
    CHECK(received[i].from == from);
    CHECK(std::string(room[i].data(), received[i].size) == texts[i]);
  }
}

TEST_CASE("poll tells readiness from a time that is up") {
  const test::Pair pair;
  CHECK_FALSE(os::poll(pair.server.get(), POLLIN, 1'000).value());
  REQUIRE(os::send(pair.client.get(), bytes_of("x")).ok());
  CHECK(os::poll(pair.server.get(), POLLIN, -1).value());
}

TEST_CASE("errors name the system call") {
  const auto bad = os::recv(-1, {});
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error().is(EBADF));
  CHECK(bad.error().syscall == "recv");
  const test::Listener listener;
  const os::Fd second = std::move(os::socket(false, SOCK_STREAM)).value();
  const auto taken = os::bind(second.get(), listener.address);
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().kind == ErrorKind::AddrInUse);
  CHECK(taken.error().code == "EADDRINUSE");
}

TEST_CASE("the largest backlog is the kernel's") {
  CHECK(os::max_backlog() >= 128);
}
