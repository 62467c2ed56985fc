#include "native/server/connection_table.h"

#include <doctest.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <thread>

#include "native/os/errno.h"
#include "native/os/socket.h"

using namespace std::chrono_literals;
using stdnet::Error;
using stdnet::os::Fd;
using stdnet::server::ConnectionTable;
using Clock = ConnectionTable::Clock;

namespace {

struct Pair {
  Fd ours;
  Fd theirs;
};

Pair connected() {
  std::array<int, 2> ends{};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  return {Fd(ends[0]), Fd(ends[1])};
}

bool is_open(int fd) {
  return fcntl(fd, F_GETFD) >= 0;
}

std::size_t received(int fd) {
  std::array<std::uint8_t, 16> buffer{};
  const auto got = stdnet::os::recv(fd, buffer);
  REQUIRE(got.ok());
  return got.value();
}

}  // namespace

TEST_CASE("a connection counts from its beginning, and ends once, with its socket closed") {
  ConnectionTable table(std::nullopt);
  Pair pair = connected();
  const int fd = pair.ours.get();
  const auto entry = table.add(std::move(pair.ours), {}, nullptr);
  REQUIRE(entry);
  CHECK(table.stats().accepted == 0);
  table.begin(*entry);
  CHECK((*entry)->id == 1);
  (*entry)->bytes_in.add(5);
  CHECK(table.stats().active == 1);
  CHECK(table.stats().bytes_in == 5);

  std::optional<Error> error = stdnet::os::error_of(ECONNRESET, "recv");
  const auto ended = table.end(*entry, error);
  CHECK(ended.size() == 1);
  CHECK(error);
  CHECK_FALSE(is_open(fd));
  const auto stats = table.stats();
  CHECK(stats.active == 0);
  CHECK(stats.ended == 1);
  CHECK(stats.peak == 1);
  CHECK(stats.bytes_in == 5);
  CHECK(stats.errors[static_cast<std::size_t>(stdnet::ErrorKind::ConnectionReset)] == 1);
}

TEST_CASE("a connection without a thread is closed and never counted") {
  ConnectionTable table(1);
  Pair pair = connected();
  const auto entry = table.add(std::move(pair.ours), {}, nullptr);
  REQUIRE(entry);
  CHECK_FALSE(table.add(Fd(), {}, nullptr));
  table.abandon(*entry);
  CHECK(received(pair.theirs.get()) == 0);
  CHECK(table.stats().accepted == 0);
  CHECK(table.add(Fd(), {}, nullptr));
}

TEST_CASE(
    "stopping to read ends what blocks in recv, behind what has come; shutting down forgets the "
    "error") {
  ConnectionTable table(std::nullopt);
  Pair pair = connected();
  const int fd = pair.ours.get();
  const auto entry = table.add(std::move(pair.ours), {}, nullptr);
  table.begin(*entry);
  REQUIRE(stdnet::os::send(pair.theirs.get(), std::array<std::uint8_t, 3>{}).ok());
  table.stop_reading();
  CHECK(received(fd) == 3);
  CHECK(received(fd) == 0);
  table.shut_down();
  CHECK(received(pair.theirs.get()) == 0);
  std::optional<Error> error = stdnet::os::error_of(EPIPE, "send");
  static_cast<void>(table.end(*entry, error));
  CHECK_FALSE(error);
  CHECK(table.stats().errors[static_cast<std::size_t>(stdnet::ErrorKind::BrokenPipe)] == 0);
}

TEST_CASE("waiting ends when the last connection does, or at a deadline that another thread sets") {
  ConnectionTable table(std::nullopt);
  table.wait_until_empty();
  const auto entry = table.add(Fd(), {}, nullptr);
  table.begin(*entry);
  std::thread hurry([&] { table.set_deadline(Clock::now()); });
  table.wait_until_empty();
  hurry.join();
  table.set_deadline(Clock::time_point::max());
  std::thread ending([&] {
    std::optional<Error> none;
    static_cast<void>(table.end(*entry, none));
  });
  table.wait_until_empty();
  CHECK(table.stats().active == 0);
  ending.join();
}
