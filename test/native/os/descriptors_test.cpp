#include "native/os/descriptors.h"

#include <doctest.h>
#include <fcntl.h>

#include <array>

#include "native/os/socket.h"
#include "test/native/support/sockets.h"

using namespace stdnet;

namespace {

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

}  // namespace

TEST_CASE("the only handle closes the number") {
  test::Pair pair;
  const int fd = pair.client.release();
  os::descriptors::hold(fd);
  CHECK_FALSE(os::descriptors::is_closing(fd));
  (void)os::descriptors::close(fd);
  CHECK_FALSE(is_open(fd));
  CHECK_FALSE(os::descriptors::is_closing(fd));
}

TEST_CASE(
    "one of two handles ends the connection; the number stays taken until the last one closes") {
  test::Pair pair;
  const int fd = pair.client.release();
  os::descriptors::hold(fd);
  os::descriptors::hold(fd);
  (void)os::descriptors::close(fd);
  CHECK(is_open(fd));
  CHECK(os::descriptors::is_closing(fd));
  std::array<std::uint8_t, 1> byte{};
  CHECK(os::recv(pair.server.get(), byte).value() == 0);  // the peer sees the end
  (void)os::descriptors::close(fd);
  CHECK_FALSE(is_open(fd));
  CHECK_FALSE(os::descriptors::is_closing(fd));
}

TEST_CASE("a number that is given up stays open, and its next holder gets it clean") {
  test::Pair pair;
  const int fd = pair.client.get();
  os::descriptors::hold(fd);
  os::descriptors::forget(fd);
  CHECK(is_open(fd));
  os::descriptors::hold(fd);
  CHECK_FALSE(os::descriptors::is_closing(fd));
  (void)os::descriptors::close(pair.client.release());
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("numbers that cannot be are never closing") {
  CHECK_FALSE(os::descriptors::is_closing(-1));
  CHECK_FALSE(os::descriptors::is_closing(1'000'000'000));
  os::descriptors::forget(-1);
  os::descriptors::hold(-1);
}
