#include "native/load/generator.h"

#include <doctest.h>
#include <unistd.h>

#include <cmath>
#include <string>
#include <thread>

#include "native/load/event_loop_server.h"
#include "native/os/process.h"
#include "runs.h"
#include "test_server.h"

using namespace std::chrono_literals;
using stdnet::ErrorKind;
using stdnet::Result;
using stdnet::SocketAddress;
using stdnet::load::EventLoopServer;
using stdnet::load::Options;
using stdnet::load::Report;
using stdnet::test::error_of;
using stdnet::test::report_of;
using stdnet::test::run;

namespace {

const SocketAddress kAnyPort{stdnet::IpAddress::v4(127, 0, 0, 1), 0, 0, 0};

Options short_run(const SocketAddress& target) {
  Options options;
  options.target = target;
  options.warm_up = 5ms;
  options.duration = 200ms;
  options.patience = 20s;
  return options;
}

bool honest(std::span<std::uint8_t> /*bytes*/, std::size_t /*before*/) {
  return true;
}

}  // namespace

TEST_CASE("drives an echo server of threads, alone and with many connections over two threads") {
  for (const std::size_t connections : {1U, 16U, 100U}) {
    CAPTURE(connections);
    const TestServer server(connections, honest);
    Options options = short_run(server.address);
    options.connections = connections;
    options.threads = 2;
    options.server_pids = {getpid()};
    const Report report = report_of(options);
    CHECK(report.requests > 0);
    CHECK(report.latency.count() == report.requests);
    CHECK(report.latency.max() > 0);
    CHECK(report.seconds == doctest::Approx(0.2));
    CHECK(report.own_processor_seconds > 0);
    CHECK(report.busiest_thread > 0);
#if defined(__linux__)
    REQUIRE(report.server_processor_seconds.has_value());
    CHECK(*report.server_processor_seconds > 0);
#endif
  }
}

TEST_CASE("streams with a window, against both servers") {
  Options options;
  const TestServer threads(3, honest);
  auto loop = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Echo);
  REQUIRE(loop.ok());
  for (const SocketAddress& target : {threads.address, loop.value()->address()}) {
    options = short_run(target);
    options.connections = 3;
    options.echo = {65536, 4};
    CHECK(report_of(options).requests > 0);
  }
}

TEST_CASE("the event loop answers echo and kv, run after run") {
  auto echo = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Echo);
  auto kv = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Kv);
  REQUIRE(echo.ok());
  REQUIRE(kv.ok());
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    Options options = short_run(echo.value()->address());
    options.connections = 20;
    options.seed = seed;
    CHECK(report_of(options).requests > 0);
    options.target = kv.value()->address();
    options.work = Options::Work::Kv;
    CHECK(report_of(options).requests > 0);
    options.kv.pipeline = 32;
    const Report report = report_of(options);
    CHECK(report.requests > 0);
    CHECK(report.requests % 32 == 0);
    // Replies that fill the socket's buffers: the server has to wait for room.
    options.kv = {512, 64, 4000};
    options.connections = 2;
    (void)report_of(options);  // not a single one need be answered in time, only rightly
  }
}

TEST_CASE("connections that are closed after a few messages are replaced by new ones") {
  auto server = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Echo);
  REQUIRE(server.ok());
  Options options = short_run(server.value()->address());
  options.connections = 4;
  options.threads = 2;
  options.echo.messages = 2;
  options.duration = 100ms;
  const Report report = report_of(options);
  CHECK(report.requests > 8);
}

TEST_CASE("open loop: so many requests as were asked for, over all connections and threads") {
  auto server = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Kv);
  REQUIRE(server.ok());
  Options options = short_run(server.value()->address());
  options.work = Options::Work::Kv;
  options.kv.pipeline = 2;
  options.connections = 10;
  options.threads = 3;
  options.rate = 2'000;
  const Report report = report_of(options);
  CHECK(report.latency.count() == report.requests + report.waiting);
  CHECK(report.latency.count() >=
        380);  // 200 ms; what was due at the very end may have been answered by then
  CHECK(report.requests > 0);
}

TEST_CASE("open loop: all that was due while the server stood still has waited for it") {
  const TestServer server(1, [](std::span<std::uint8_t> /*bytes*/, std::size_t before) {
    if (before >= 64 * 60 && before < 64 * 61) std::this_thread::sleep_for(100ms);
    return true;
  });
  Options options = short_run(server.address);
  options.rate = 1'000;
  options.duration = 300ms;
  const Report report = report_of(options);
  CHECK(report.latency.count() >= 299);
  // Fifty of them for more than half of the time. A closed loop would have asked one question meanwhile.
  CHECK(report.latency.percentile(85) >= 45'000'000);
}

TEST_CASE("open loop: what a server cannot keep up with is told, and ends with the clock") {
  const TestServer server(2, [](std::span<std::uint8_t> /*bytes*/, std::size_t /*before*/) {
    std::this_thread::sleep_for(1ms);
    return true;
  });
  Options options = short_run(server.address);
  options.connections = 2;
  options.rate = 20'000;
  const Report report = report_of(options);
  CHECK(report.requests <= 2 * 201);
  CHECK(report.waiting >= 3'500);
  CHECK(report.latency.percentile(50) >= 90'000'000);
}

TEST_CASE("open loop: a rate that cannot be kept is refused") {
  Options options = short_run(kAnyPort);
  for (const double rate : {-1.0, 1e-9, 1e10, 1e300, HUGE_VAL, std::nan("")}) {
    CAPTURE(rate);
    options.rate = rate;
    CHECK(error_of(options).kind == ErrorKind::InvalidInput);
  }
  options.rate = 100;
  options.echo.messages = 1;
  CHECK(error_of(options).kind == ErrorKind::InvalidInput);
}

TEST_CASE("one changed byte fails the run, however late it comes") {
  const TestServer server(4, [](std::span<std::uint8_t> bytes, std::size_t before) {
    if (before + bytes.size() > 10'000) bytes.back() ^= 1U;
    return true;
  });
  Options options = short_run(server.address);
  options.connections = 4;
  options.duration = 60s;  // it does not get that far
  const auto error = error_of(options);
  CHECK(error.kind == ErrorKind::InvalidData);
  CHECK(error.code == "ERR_LOAD_MISMATCH");
  CHECK(error.text.find("connection ") == 0);
  CHECK(error.text.find(" of the replies is 0x") != std::string::npos);
}

TEST_CASE("a server that hangs up fails the run") {
  const TestServer server(
      2, [](std::span<std::uint8_t> /*bytes*/, std::size_t before) { return before < 640; });
  Options options = short_run(server.address);
  options.connections = 2;
  options.duration = 60s;
  const auto error = error_of(options);
  CHECK(error.code == "ERR_LOAD_CLOSED");
  CHECK(error.kind == ErrorKind::UnexpectedEof);
  CHECK(error.text.ends_with("the server closed it after 640 bytes of replies"));
}

TEST_CASE("a server that falls silent fails the run when patience is at its end") {
  for (const std::size_t connections : {1U, 2U}) {
    CAPTURE(connections);
    auto listener = stdnet::os::socket(false, SOCK_STREAM);
    REQUIRE(listener.ok());
    REQUIRE(stdnet::os::bind(listener.value().get(), kAnyPort).ok());
    REQUIRE(stdnet::os::listen(listener.value().get(), 16).ok());  // it accepts in the kernel only
    auto address = stdnet::os::local_address(listener.value().get());
    REQUIRE(address.ok());
    Options options = short_run(address.value());
    options.connections = connections;
    options.patience = 120ms;
    const auto error = error_of(options);
    CHECK(error.code == "ERR_LOAD_STALLED");
    CHECK(error.kind == ErrorKind::TimedOut);
    CHECK(error.text ==
          "no reply for 120 ms; connections that wait for one: " + std::to_string(connections));
  }
}

TEST_CASE("a server that answers some connections only fails the run, however busy these are") {
  const TestServer server(1, honest);  // who comes second waits to be accepted
  Options options = short_run(server.address);
  options.connections = 2;
  options.threads = 1;
  options.patience = 120ms;
  const auto error = error_of(options);
  CHECK(error.code == "ERR_LOAD_STALLED");
  CHECK(error.text == "no reply for 120 ms; connections that wait for one: 1");
}

TEST_CASE("no server at all: connection refused") {
  auto gone = EventLoopServer::start(kAnyPort, EventLoopServer::Work::Echo);
  REQUIRE(gone.ok());
  const SocketAddress address = gone.value()->address();
  gone.value().reset();
  const auto error = error_of(short_run(address));
  CHECK(error.kind == ErrorKind::ConnectionRefused);
  CHECK(error.text.find("connection 0: Connection refused") == 0);
}

TEST_CASE("a run can be cancelled from another thread") {
  const TestServer server(2, honest);
  Options options = short_run(server.address);
  options.connections = 2;
  options.duration = 600s;
  std::atomic<bool> cancelled{false};
  auto canceller = stdnet::os::Thread::start({"canceller"}, [&] { cancelled.store(true); });
  REQUIRE(canceller.ok());
  const auto report = stdnet::load::run(options, cancelled);
  REQUIRE_FALSE(report.ok());
  CHECK(report.error().kind == ErrorKind::Interrupted);
  CHECK(report.error().code == "ERR_LOAD_CANCELLED");
}

TEST_CASE("nothing to do is refused") {
  Options options = short_run(kAnyPort);
  options.connections = 0;
  CHECK(error_of(options).kind == ErrorKind::InvalidInput);
  options.connections = 1;
  options.echo.message = 0;
  CHECK(error_of(options).kind == ErrorKind::InvalidInput);
}
