#pragma once

#include <doctest.h>

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "native/os/socket.h"
#include "native/os/thread.h"

/// A blocking server for `connections` of the generator, each in its own thread, with whatever faults a test wants.
/// Threads: the test's; the connection's code runs in its own.
class TestServer {
 public:
  /// What to do with bytes that came: change them, or return false to hang up. They go back then.
  using Reply = std::function<bool(std::span<std::uint8_t> bytes, std::size_t before)>;

  TestServer(std::size_t connections, Reply reply) : reply_(std::move(reply)) {
    const stdnet::SocketAddress any{stdnet::IpAddress::v4(127, 0, 0, 1), 0, 0, 0};
    auto listener = stdnet::os::socket(false, SOCK_STREAM);
    REQUIRE(listener.ok());
    listener_ = std::move(listener).value();
    REQUIRE(stdnet::os::bind(listener_.get(), any).ok());
    REQUIRE(stdnet::os::listen(listener_.get(), 128).ok());
    auto local = stdnet::os::local_address(listener_.get());
    REQUIRE(local.ok());
    address = local.value();
    auto thread =
        stdnet::os::Thread::start({"acceptor"}, [this, connections] { accept(connections); });
    REQUIRE(thread.ok());
    acceptor_ = std::move(thread).value();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    (void)stdnet::os::shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
  }

  stdnet::SocketAddress address;

 private:
  void accept(std::size_t connections) {
    std::vector<stdnet::os::Thread> threads;
    for (std::size_t i = 0; i < connections; ++i) {
      auto accepted = stdnet::os::accept(listener_.get());
      if (!accepted) break;
      auto fd = std::make_shared<stdnet::os::Fd>(std::move(accepted).value().fd);
      auto thread = stdnet::os::Thread::start({"connection"}, [this, fd] {
        serve(fd->get());
        fd->reset();
      });
      if (!thread) break;
      threads.push_back(std::move(thread).value());
    }
    for (auto& thread : threads) thread.join();
  }

  void serve(int fd) {
    std::vector<std::uint8_t> buffer(16384);
    for (std::size_t before = 0;;) {
      const auto size = stdnet::os::recv(fd, buffer);
      if (!size || size.value() == 0) return;
      std::span<std::uint8_t> bytes = std::span(buffer).first(size.value());
      if (!reply_(bytes, before)) return;
      before += bytes.size();
      while (!bytes.empty()) {
        const auto sent = stdnet::os::send(fd, bytes);
        if (!sent) return;
        bytes = bytes.subspan(sent.value());
      }
    }
  }

  Reply reply_;
  stdnet::os::Fd listener_;
  stdnet::os::Thread acceptor_;
};
