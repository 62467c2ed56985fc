#include <doctest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "native/load/generator.h"
#include "runs.h"
#include "test/native/support/sockets.h"

using namespace std::chrono_literals;
using namespace stdnet;
using load::Options;
using test::report_of;
using test::run;

namespace {

/// Answers each datagram as often as a test says, from a thread of its own.
class EchoSocket {
 public:
  /// Gets the datagram, which it may change, and how many came before. How often it goes back.
  using Reply = std::function<int(std::span<std::uint8_t> bytes, std::size_t before)>;

  explicit EchoSocket(Reply reply, bool v6 = false) : reply_(std::move(reply)) {
    fd_ = std::move(os::socket(v6, SOCK_DGRAM)).value();
    REQUIRE(os::bind(fd_.get(), test::loopback(v6)).ok());
    address = os::local_address(fd_.get()).value();
    thread_ = std::thread([this] { serve(); });
  }
  ~EchoSocket() {
    stop_.store(true);
    static_cast<void>(os::shutdown(fd_.get(), SHUT_RD));
    thread_.join();
  }
  EchoSocket(const EchoSocket&) = delete;
  EchoSocket& operator=(const EchoSocket&) = delete;

  SocketAddress address;

 private:
  void serve() {
    std::vector<std::uint8_t> buffer(65536);
    for (std::size_t before = 0; !stop_.load(); ++before) {
      const auto got = os::recv_from(fd_.get(), buffer);
      if (!got || got.value().from == SocketAddress{}) continue;
      const auto bytes = std::span(buffer).first(got.value().size);
      for (int times = reply_(bytes, before); times > 0; --times)
        static_cast<void>(os::send_to(fd_.get(), bytes, got.value().from));
    }
  }

  Reply reply_;
  os::Fd fd_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

int answered_once(std::span<std::uint8_t> /*bytes*/, std::size_t /*before*/) {
  return 1;
}

/// Loses one in fifty.
int forgetful(std::span<std::uint8_t> /*bytes*/, std::size_t before) {
  return before % 50 == 7 ? 0 : 1;
}

Options short_udp_run(const SocketAddress& target) {
  Options options;
  options.target = target;
  options.work = Options::Work::UdpEcho;
  options.warm_up = 5ms;
  options.duration = 200ms;
  options.patience = 20s;
  options.connections = 4;
  options.threads = 2;
  return options;
}

}  // namespace

TEST_CASE("drives a UDP echo, alone and with many clients, over IPv4 and IPv6") {
  for (const bool v6 : {false, true}) {
    const EchoSocket server(answered_once, v6);
    for (const std::size_t clients : {1U, 16U, 200U}) {
      CAPTURE(clients);
      Options options = short_udp_run(server.address);
      options.connections = clients;
      const auto report = report_of(options);
      CHECK(report.requests > 0);
      CHECK(report.latency.count() == report.requests);
      CHECK(report.busiest_thread > 0);
    }
  }
}

TEST_CASE("datagrams that are lost are sent again, counted, and end nothing") {
  for (const std::size_t clients : {1U, 4U}) {
    CAPTURE(clients);
    const EchoSocket server(forgetful);
    Options options = short_udp_run(server.address);
    options.connections = clients;
    options.duration = 1s;
    const auto report = report_of(options);
    CHECK(report.requests > 0);
    CHECK(report.resent > 0);
    CHECK(report.latency.max() > 200'000'000);
  }
}

TEST_CASE("open loop: what is lost and what is overtaken is counted") {
  for (const std::size_t clients : {1U, 4U}) {
    CAPTURE(clients);
    const EchoSocket server(forgetful);
    Options options = short_udp_run(server.address);
    options.connections = clients;
    options.duration = 400ms;
    options.rate = 2'000;
    const auto report = report_of(options);
    CHECK(report.requests > 0);
    CHECK(report.resent == 0);
    CHECK(report.lost >= 12);  // one in 50 of 800
    CHECK(report.reordered == 0);
    CHECK(report.requests + report.waiting + report.lost >= 798);
  }
}

TEST_CASE("an answer that comes twice, or is not what it must be, fails the run") {
  struct Fault {
    EchoSocket::Reply reply;
    std::string text;
  };
  const std::vector<Fault> faults = {
      {[](std::span<std::uint8_t>, std::size_t before) { return before >= 100 ? 2 : 1; }, "byte "},
      {[](std::span<std::uint8_t> bytes, std::size_t before) {
         if (before >= 100) bytes.back() ^= 1U;
         return 1;
       },
       " of the replies is 0x"},
  };
  for (const Fault& fault : faults) {
    const EchoSocket server(fault.reply);
    Options options = short_udp_run(server.address);
    options.duration = 60s;  // it does not get that far
    const auto report = run(options);
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().code == "ERR_LOAD_MISMATCH");
    CHECK(report.error().text.find("connection ") == 0);
    CHECK(report.error().text.find(fault.text) != std::string::npos);
  }
}

TEST_CASE("a server that falls silent fails the run when patience is at its end") {
  const EchoSocket server([](std::span<std::uint8_t>, std::size_t before) { return before < 50; });
  Options options = short_udp_run(server.address);
  options.duration = 60s;
  options.patience = 600ms;
  const auto report = run(options);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().code == "ERR_LOAD_STALLED");
}

TEST_CASE("no server at all: connection refused") {
  SocketAddress address;
  {
    const EchoSocket gone(answered_once);
    address = gone.address;
  }
  const auto report = run(short_udp_run(address));
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().kind == ErrorKind::ConnectionRefused);
}

TEST_CASE("a datagram without room for its number is refused") {
  Options options = short_udp_run(test::loopback());
  options.echo.message = 7;
  CHECK(run(options).error().kind == ErrorKind::InvalidInput);
}
