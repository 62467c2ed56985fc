// Several handles to one descriptor, each a thread's of its own that is in a call or between two, one of which closes it, while
// strangers open others: all the others hear of it, and nobody reads what is a stranger's.
#include <doctest.h>

#include <array>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "native/net/close.h"
#include "native/net/data.h"
#include "native/net/tcp.h"
#include "native/os/descriptors.h"
#include "native/os/socket_options.h"
#include "stress.h"
#include "test/native/support/sockets.h"
#include "test/native/support/test_waiter.h"

using namespace stdnet;

namespace {

/// A waiter as an environment is one: whoever is in a call on what another thread closes is told.
class Caller final : public net::Waiter {
 public:
  std::optional<Error> enter(int fd) override {
    place_.enter(fd);
    fd_ = fd;
    return closed_elsewhere();
  }
  void set_polling(bool polling) override { place_.set_polling(polling); }
  void leave() override { place_.leave(); }
  std::optional<Error> on_wake() override { return closed_elsewhere(); }
  std::optional<Error> closed_elsewhere() override {
    if (!os::descriptors::is_closing(fd_)) return std::nullopt;
    return Error::of(ErrorKind::Other, "ERR_SOCKET_CLOSED", "closed by another thread");
  }
  std::chrono::microseconds slice() const override { return os::blocked_threads::slice(); }

 private:
  os::blocked_threads::Place place_;
  int fd_ = -1;
};

/// A socket that several threads have, and what keeps its other end open.
struct Shared {
  os::Fd socket;
  std::shared_ptr<void> rest;
};

using Call = std::function<std::optional<Error>(net::Waiter&, int fd)>;

template <typename T>
std::optional<Error> error_of(Result<T> result) {
  if (result) return std::nullopt;
  return std::move(result).error();
}

struct Use {
  Shared (*open)();
  Call call;
};

Shared stream() {
  auto pair = std::make_shared<test::Pair>();
  return {std::move(pair->client), pair};
}
Shared listening_socket() {
  return {std::move(test::Listener().fd), nullptr};
}
Shared datagrams() {
  auto socket = os::socket(false, SOCK_DGRAM).value();
  REQUIRE(os::bind(socket.get(), test::loopback()).ok());
  return {std::move(socket), nullptr};
}

std::optional<Error> read(net::Waiter& waiter, int fd) {
  std::array<std::uint8_t, 64> bytes{};
  return error_of(net::recv(waiter, fd, bytes));
}
std::optional<Error> write(net::Waiter& waiter, int fd) {
  const std::vector<std::uint8_t> much(1 << 20);
  std::size_t moved = 0;
  return error_of(net::send_all(waiter, fd, much, moved));
}
std::optional<Error> receive_from(net::Waiter& waiter, int fd) {
  std::array<std::uint8_t, 64> bytes{};
  return error_of(net::recv_from(waiter, fd, bytes));
}
std::optional<Error> accept(net::Waiter& waiter, int fd) {
  return error_of(net::accept(waiter, fd));
}

const std::array<Use, 4> kUses{
    {{stream, read}, {stream, write}, {datagrams, receive_from}, {listening_socket, accept}}};

/// One handle, until another one has closed the descriptor. Nobody ever sends there, so that nothing but that ends a call.
void hold_on(const Use& use, int fd, stress::Dice dice, stress::Faults& faults) {
  Caller caller;
  dice.dawdle(300);
  std::optional<Error> error;
  while (!error) error = use.call(caller, fd);
  faults.expect(error->code == "ERR_SOCKET_CLOSED",
                "a call ended with " + std::string(error->code));
  net::close(caller, os::descriptors::close(fd));
}

/// Connections that get whatever number is free, with bytes to read at once.
std::vector<test::Pair> strangers() {
  std::vector<test::Pair> pairs(3);
  for (const test::Pair& pair : pairs)
    static_cast<void>(os::send(pair.server.get(), test::bytes_of("a stranger's")));
  return pairs;
}

void expect_untouched(const std::vector<test::Pair>& pairs, stress::Faults& faults) {
  for (const test::Pair& pair : pairs) {
    std::array<std::uint8_t, 64> bytes{};
    const auto got = os::recv(pair.client.get(), bytes, MSG_DONTWAIT);
    faults.expect(got && got.value() == 12, "a stranger's connection was read or closed");
  }
}

}  // namespace

TEST_CASE("closing against calls of other threads on the same descriptor, and against strangers") {
  stress::rounds("closing", [](stress::Dice dice, stress::Faults& faults) {
    const Use& use = kUses.at(dice.below(kUses.size()));
    Shared shared = use.open();
    if (dice.once_in(3)) static_cast<void>(os::set_linger(shared.socket.get(), 0));
    const int fd = shared.socket.release();
    const auto others = 1 + dice.below(3);
    for (std::size_t i = 0; i <= others; ++i) os::descriptors::hold(fd);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < others; ++i) {
      threads.emplace_back([&, own = dice.fork()] { hold_on(use, fd, own, faults); });
    }
    dice.dawdle(2000);
    Caller caller;
    net::close(caller, os::descriptors::close(fd));
    const auto others_connections = strangers();
    for (std::thread& thread : threads) thread.join();
    expect_untouched(others_connections, faults);
    faults.expect(!os::descriptors::is_closing(fd),
                  "its next holder does not get the number clean");
  });
}

TEST_CASE("a connect that waits is ended from elsewhere") {
  stress::rounds("connect", [](stress::Dice dice, stress::Faults& faults) {
    // Its queue is full with one: what comes after that is dropped, and tries again and again.
    const test::Listener listener(false, 0);
    auto first = os::socket(false, SOCK_STREAM).value();
    REQUIRE(os::connect(first.get(), listener.address).ok());
    test::TestWaiter waiter;
    waiter.stop_after = static_cast<int>(1 + dice.below(2));
    const auto connected =
        dice.once_in(2) ? net::connect(waiter, std::span(&listener.address, 1))
                        : net::connect_timeout(waiter, listener.address, std::chrono::hours(1));
    faults.expect(!connected && connected.error().code == "ERR_STOPPED", "it was not ended");
  });
}
