#include "native/net/blocking.h"

#include <doctest.h>
#include <pthread.h>

#include <array>
#include <csignal>

#include "native/net/data.h"
#include "native/net/tcp.h"
#include "native/os/thread.h"
#include "test/native/support/sockets.h"
#include "test/native/support/test_waiter.h"

using namespace stdnet;
using namespace std::chrono_literals;
using test::bytes_of;

TEST_CASE("a read that nothing interrupts is one system call") {
  const test::Pair pair;
  test::TestWaiter waiter;
  REQUIRE(os::send(pair.client.get(), bytes_of("x")).ok());
  std::array<std::uint8_t, 4> buffer{};
  CHECK(net::recv(waiter, pair.server.get(), buffer).value() == 1);
  CHECK(waiter.wakes == 0);
}

TEST_CASE("the waiter can end a blocked read, accept and write") {
  const test::Pair pair;
  const test::Listener listener;
  std::array<std::uint8_t, 4> buffer{};
  {
    test::TestWaiter waiter;
    waiter.stop_after = 2;
    CHECK(net::recv(waiter, pair.server.get(), buffer).error().code == "ERR_STOPPED");
  }
  {
    test::TestWaiter waiter;
    waiter.stop_after = 2;
    CHECK(net::accept(waiter, listener.fd.get()).error().code == "ERR_STOPPED");
  }
  {
    test::TestWaiter waiter;
    waiter.stop_after = 2;
    const std::vector<std::uint8_t> plenty(64 << 20);
    std::size_t moved = 0;
    CHECK(net::send_all(waiter, pair.client.get(), plenty, moved).error().code == "ERR_STOPPED");
    CHECK(moved > 0);
    CHECK(moved < plenty.size());
  }
}

TEST_CASE("a timeout is kept although signals interrupt the call") {
  const test::Pair pair;
  test::TestWaiter waiter;
  REQUIRE(os::set_timeout(pair.server.get(), os::Direction::Read, 200ms).ok());
  std::array<std::uint8_t, 4> buffer{};
  const auto start = net::Clock::now();
  const auto n = net::recv(waiter, pair.server.get(), buffer);
  const auto took = net::Clock::now() - start;
  REQUIRE_FALSE(n.ok());
  CHECK(n.error().is(EAGAIN));
  CHECK(n.error().kind == ErrorKind::WouldBlock);
  CHECK(n.error().syscall == "recv");
  CHECK(took >= 195ms);  // SO_RCVTIMEO counts in jiffies
  CHECK(took < 10s);
}

TEST_CASE("bytes that come while the call polls are delivered") {
  const test::Pair pair;
  std::atomic<bool> polling{false};
  const os::Thread sender = std::move(os::Thread::start({.name = "sender"}, [&] {
                              while (!polling) sched_yield();
                              (void)os::send(pair.client.get(), bytes_of("late"));
                            })).value();
  class Announcing final : public net::Waiter {
   public:
    explicit Announcing(std::atomic<bool>& flag) : flag_(flag) {}
    std::optional<Error> enter(int fd) override { return inner_.enter(fd); }
    void set_polling(bool on) override { inner_.set_polling(on); }
    void leave() override { inner_.leave(); }
    std::optional<Error> on_wake() override {
      flag_ = true;
      return inner_.on_wake();
    }
    std::chrono::microseconds slice() const override { return inner_.slice(); }

   private:
    test::TestWaiter inner_;
    std::atomic<bool>& flag_;
  } waiter(polling);
  std::array<std::uint8_t, 8> buffer{};
  CHECK(net::recv(waiter, pair.server.get(), buffer).value() == 4);
}

TEST_CASE("reads and writes to the end tell how far they came") {
  test::Pair pair;
  test::TestWaiter waiter;
  std::size_t moved = 99;
  REQUIRE(net::send_all(waiter, pair.client.get(), bytes_of("abc"), moved).ok());
  CHECK(moved == 3);
  pair.client.reset();
  std::array<std::uint8_t, 5> buffer{};
  const auto result = net::recv_exact(waiter, pair.server.get(), buffer, moved);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorKind::UnexpectedEof);
  CHECK(result.error().text == "failed to fill whole buffer");
  CHECK(moved == 3);
}

TEST_CASE("what a socket that is shut down gives is no datagram") {
  const os::Fd socket = std::move(os::socket(false, SOCK_DGRAM)).value();
  REQUIRE(os::bind(socket.get(), test::loopback()).ok());
  // ENOTCONN, and done all the same: so does another thread's close().
  CHECK(os::shutdown(socket.get(), SHUT_RDWR).error().is(ENOTCONN));
  std::array<std::uint8_t, 8> buffer{};
  std::array<iovec, 2> slices{{{buffer.data(), 4}, {buffer.data() + 4, 4}}};
  std::array<os::Received, 2> received{};
  test::TestWaiter waiter;
  SUBCASE("as in Rust") {
    CHECK(net::recv_datagram(waiter, socket.get(), buffer).value() == 0);
    const auto from = net::recv_from(waiter, socket.get(), buffer);
    REQUIRE_FALSE(from.ok());
    CHECK(from.error().kind == ErrorKind::InvalidInput);
    CHECK(from.error().text == "invalid argument");
    CHECK(net::recv_many(waiter, socket.get(), slices, received).error().text ==
          "invalid argument");
  }
  SUBCASE("closed by another thread") {
    waiter.closed = Error::of(ErrorKind::Other, "ERR_CLOSED", "closed");
    CHECK(net::recv_datagram(waiter, socket.get(), buffer).error().code == "ERR_CLOSED");
    CHECK(net::recv_from(waiter, socket.get(), buffer).error().code == "ERR_CLOSED");
    CHECK(net::recv_many(waiter, socket.get(), slices, received).error().code == "ERR_CLOSED");
  }
}
