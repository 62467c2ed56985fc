#include "native/os/datagram_options.h"

#include <doctest.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>

#include "native/os/socket_options.h"
#include "test/native/support/sockets.h"

using namespace stdnet;
using test::bytes_of;

namespace {

struct Socket {
  Socket() {
    fd = std::move(os::socket(false, SOCK_DGRAM)).value();
    REQUIRE(os::bind(fd.get(), test::loopback()).ok());
    address = os::local_address(fd.get()).value();
  }
  os::Fd fd;
  SocketAddress address;
};

}  // namespace

TEST_CASE("the kernel counts what it had no room for") {
  const Socket socket;
  REQUIRE(os::set_option(socket.fd.get(), os::Option::RecvBufferSize, 1).ok());  // its least
  CHECK(os::kernel_drops(socket.fd.get()) == 0);
  const std::string large(1000, 'x');
  for (int i = 0; i < 50; ++i)
    REQUIRE(os::send_to(socket.fd.get(), bytes_of(large), socket.address).ok());
  const std::uint64_t drops = os::kernel_drops(socket.fd.get());
  std::array<std::uint8_t, 1000> buffer{};
  std::uint64_t received = 0;
  while (os::recv(socket.fd.get(), buffer, MSG_DONTWAIT)) ++received;
  CHECK(received + drops == 50);
  CHECK(drops > 0);
  CHECK(os::kernel_drops(-1) == 0);
}

TEST_CASE("a socket that refuses datagrams keeps those that it has") {
  const Socket socket;
  REQUIRE(os::send_to(socket.fd.get(), bytes_of("early"), socket.address).ok());
  REQUIRE(os::refuse_datagrams(socket.fd.get()).ok());
  REQUIRE(os::send_to(socket.fd.get(), bytes_of("late"), socket.address).ok());
  std::array<std::uint8_t, 16> buffer{};
  CHECK(os::recv(socket.fd.get(), buffer, MSG_DONTWAIT).value() == 5);
  CHECK(os::recv(socket.fd.get(), buffer, MSG_DONTWAIT).error().is(EAGAIN));
  CHECK(os::refuse_datagrams(-1).error().is(EBADF));
}

TEST_CASE("shutdown() wakes every thread that waits for a datagram") {
  const Socket socket;
  std::array<std::thread, 3> waiting;
  for (auto& thread : waiting) {
    thread = std::thread([&] {
      std::array<std::uint8_t, 1> byte{};
      CHECK(os::recv(socket.fd.get(), byte).value() == 0);
    });
  }
  CHECK(os::shutdown(socket.fd.get(), SHUT_RD).error().is(ENOTCONN));
  for (auto& thread : waiting) thread.join();
}
