#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "native/core/text.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"
#include "stress.h"

namespace stress {

/// What a server answers to bytes, as its peers expect it.
enum class Answers { Echo, KeyValue };

/// What the peers of one server know of it. Threads: any.
struct Weather {
  const stdnet::SocketAddress server;
  const Answers answers;
  /// Nobody will end connections that go on: peers must leave once the server stops.
  const bool long_drain;
  Faults& faults;
  std::atomic<bool> stopping{false};         ///< set before the server is told
  std::atomic<std::uint64_t> promised{0};    ///< bytes of answers to what the server had before
  std::atomic<std::uint64_t> unanswered{0};  ///< of those
};

/// One connection to a server that may stop at any moment, and what must come back through it. Threads: one.
class WildPeer {
 public:
  WildPeer(Weather& weather, Dice& dice, std::string name)
      : weather_(weather), dice_(dice), name_(std::move(name)) {}

  void live() {
    if (!connect()) return;
    bool alive = true;
    for (auto requests = dice_.below(6); alive && requests > 0; --requests) alive = ask();
    leave();
  }

 private:
  /// Longer than anything that a server does not end.
  static constexpr std::chrono::seconds kPatience{30};

  [[nodiscard]] bool connect() {
    auto socket = stdnet::os::socket(weather_.server.ip.v6, SOCK_STREAM);
    if (!socket) return false;
    fd_ = std::move(socket).value();
    for (const auto direction : {stdnet::os::Direction::Read, stdnet::os::Direction::Write})
      static_cast<void>(stdnet::os::set_timeout(fd_.get(), direction, kPatience));
    const auto connected = stdnet::os::connect(fd_.get(), weather_.server);
    weather_.faults.expect(connected.ok() || weather_.stopping, "a server that runs refuses");
    // To a port that is free by now the kernel may have connected it to itself.
    const auto own = stdnet::os::local_address(fd_.get());
    return connected && own && own.value().port != weather_.server.port;
  }

  [[nodiscard]] bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = stdnet::os::send(fd_.get(), stdnet::bytes_of(text));
      if (!sent) return expect_no_hang(sent.error());
      text.remove_prefix(sent.value());
    }
    return true;
  }

  /// Sends a request, maybe in two pieces, and maybe waits for its answer. False: the connection is over.
  [[nodiscard]] bool ask() {
    std::string request = name_ + ' ' + std::to_string(++asked_);
    std::string answer;
    if (weather_.answers == Answers::Echo) {
      request += std::string(dice_.once_in(8) ? dice_.below(8192) : dice_.below(100), 'x') + '\n';
      answer = request;
    } else if (dice_.once_in(2) && !value_.empty()) {
      request = "GET " + name_ + '\n';
      answer = value_ + '\n';
    } else {
      value_ = std::to_string(asked_);
      request = "SET " + request + '\n';
      answer = "OK\n";
    }
    const auto cut =
        static_cast<std::ptrdiff_t>(dice_.once_in(3) ? dice_.below(request.size()) : 0);
    if (!send({request.begin(), request.begin() + cut})) return false;
    if (cut > 0) dice_.dawdle(500);
    if (!send({request.begin() + cut, request.end()})) return false;
    expected_ += answer;
    promise();
    return dice_.once_in(3) || receive(expected_.size());
  }

  /// What the server's kernel has acknowledged before the server is told to stop, it has to answer.
  void promise() {
    const auto unsent = stdnet::os::unsent_bytes(fd_.get());
    if (unsent && unsent.value() == 0 && !weather_.stopping) promised_ = expected_.size();
  }

  /// Until so much has come in all. False: the connection is over.
  [[nodiscard]] bool receive(std::size_t size) {
    std::array<std::uint8_t, 16384> buffer;
    while (received_ < size) {
      const auto got = stdnet::os::recv(fd_.get(), buffer);
      if (!got) return expect_no_hang(got.error());
      if (got.value() == 0) return false;
      const std::string_view text = stdnet::text_of(std::span(buffer).first(got.value()));
      weather_.faults.expect(std::string_view(expected_)
                                 .substr(std::min(received_, expected_.size()))
                                 .starts_with(text),
                             name_ + " has received what nobody should send");
      received_ += got.value();
    }
    return true;
  }

  /// Always false.
  bool expect_no_hang(const stdnet::Error& error) {
    weather_.faults.expect(!error.is(EAGAIN), name_ + " waits for ever");
    return false;
  }

  void leave() {
    switch (dice_.below(16)) {
      case 0:
        return stuff();
      case 1:
        return stay();
      case 2:
      case 3:
      case 4:
        return leave_in_the_middle();
      case 5:
      case 6:
      case 7:
        return reset();
      case 8:
      case 9:
        return fd_.reset();
      default:
        return end();
    }
  }
  void leave_in_the_middle() {
    if (send("GET half a li")) dice_.dawdle(2000);
    if (dice_.once_in(2)) reset();
  }
  void reset() {
    static_cast<void>(stdnet::os::set_linger(fd_.get(), 0));
    fd_.reset();
  }
  /// Sends without reading until nothing goes any more, and hangs on.
  void stuff() {
    const std::string much(65536, 'y');
    while (stdnet::os::send(fd_.get(), stdnet::bytes_of(much), MSG_DONTWAIT)) {
    }
    weather_.stopping.wait(false);
    dice_.dawdle(3000);
    if (dice_.once_in(2)) reset();
  }
  /// Until the server ends it.
  void stay() {
    if (!weather_.long_drain) return receive_to_end();
    weather_.stopping.wait(false);
    end();
  }
  void end() {
    static_cast<void>(stdnet::os::shutdown(fd_.get(), SHUT_WR));
    receive_to_end();
  }
  void receive_to_end() {
    weather_.faults.expect(!receive(expected_.size() + 1), name_ + " has received too much");
    weather_.promised += promised_;
    weather_.unanswered += promised_ - std::min(promised_, received_);
  }

  Weather& weather_;
  Dice& dice_;
  const std::string name_;
  stdnet::os::Fd fd_;
  std::uint64_t asked_ = 0;
  std::string value_;
  std::string expected_;  ///< all answers
  std::size_t promised_ = 0;
  std::size_t received_ = 0;
};

}  // namespace stress
