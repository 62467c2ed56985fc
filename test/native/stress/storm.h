#pragma once

#include <unistd.h>

#include <chrono>
#include <numeric>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../server/recorder.h"
#include "native/net/tcp.h"
#include "native/server/tcp_server.h"
#include "test/native/support/sockets.h"
#include "wild_peer.h"

namespace stress {

/// How a server is ended.
enum class Ending {
  Patient,  ///< shutdown() with a drain that peers do not need to the end
  Hasty,    ///< shutdown() with a short one
  Violent,  ///< both and close(), from several threads
};

/// A listener at an address that no other process uses, where the system has so many: a port that is free must stay so until it
/// is looked at. `port` 0: any.
[[nodiscard]] inline stdnet::os::Fd listener(std::uint16_t port = 0) {
  stdnet::SocketAddress address = stdnet::test::loopback();
#ifdef __linux__
  const auto process = static_cast<std::uint32_t>(::getpid());
  address.ip.bytes[1] = 64;
  address.ip.bytes[2] = static_cast<std::uint8_t>(process >> 8U);
  address.ip.bytes[3] = static_cast<std::uint8_t>(process);
#endif
  address.port = port;
  return stdnet::net::listen(std::span(&address, 1), {}).value();
}

/// Peers at a server, and threads that end it and look at it. Threads: the owner's.
class Storm {
 public:
  /// `strict`: nothing but its end keeps the server from answering.
  Storm(stdnet::server::TcpServer& server, Answers answers, bool strict, Dice& dice, Faults& faults)
      : server_(server),
        dice_(dice),
        faults_(faults),
        ending_(static_cast<Ending>(dice.below(3))),
        weather_{server.local_address(), answers, ending_ == Ending::Patient, faults},
        strict_(strict) {}

  [[nodiscard]] Ending ending() const { return ending_; }

  /// Until the server has ended, and with it everybody.
  void rage() {
    constexpr std::size_t kPeers = 6;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kPeers; ++i) {
      threads.emplace_back([this, i, dice = dice_.fork()]() mutable {
        for (int life = 0; !weather_.stopping; ++life)
          WildPeer(weather_, dice, "p" + std::to_string(i) + '.' + std::to_string(life)).live();
      });
    }
    std::thread watcher([this] {
      while (!ended_) look();
    });
    end(dice_);
    for (std::thread& thread : threads) thread.join();
    ended_ = true;
    watcher.join();
    look();
    expect_port_free();
  }

  /// After rage().
  void expect_all_told(const Recorder& recorder) const {
    const auto stats = server_.stats();
    faults_.expect(recorder.closed == 1, "told of its end not once");
    faults_.expect(stats.active == 0 && stats.threads == 0, "not everything has ended");
    std::uint64_t errors = recorder.errors.size();
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    for (const auto& each : recorder.disconnections) {
      errors += each.error ? 1 : 0;
      in += each.bytes_in;
      out += each.bytes_out;
    }
    faults_.expect(recorder.connections.size() == stats.accepted, "connections: told and counted");
    faults_.expect(recorder.disconnections.size() == stats.ended, "ends: told and counted");
    faults_.expect(recorder.drops.size() == sum(stats.dropped), "drops: told and counted");
    faults_.expect(errors == sum(stats.errors), "errors: told and counted");
    faults_.expect(in == stats.bytes_in && out == stats.bytes_out, "bytes: told and counted");
  }

 private:
  using Milliseconds = std::chrono::milliseconds;
  /// What a server allows its last answers, when the drain is over (tcp_server.cpp).
  static constexpr Milliseconds kLastWords{100};
  static constexpr Milliseconds kLongDrain{40'000};

  template <typename Counts>
  [[nodiscard]] static std::uint64_t sum(const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  }

  void stop_once(Dice& dice) {
    if (ending_ == Ending::Violent && dice.once_in(2)) return server_.close();
    server_.shutdown(ending_ == Ending::Patient ? kLongDrain : Milliseconds(dice.below(10)));
  }

  void end(Dice& dice) {
    dice.dawdle(20'000);
    weather_.stopping = true;
    weather_.stopping.notify_all();
    const auto start = Clock::now();
    std::vector<std::thread> others;
    if (ending_ == Ending::Violent) {
      for (auto more = dice.below(3); more > 0; --more)
        others.emplace_back([this, own = dice.fork()]() mutable { stop_once(own); });
    }
    stop_once(dice);
    for (std::thread& other : others) other.join();
    server_.join();
    // Whoever was quicker than that has not been cut off: what it had received before is answered. The shortest drain is 0.
    const bool own_accord = ending_ == Ending::Patient || Clock::now() - start < kLastWords;
    complete_ = strict_ && ending_ != Ending::Violent && own_accord;
  }

  void look() {
    const auto stats = server_.stats();
    faults_.expect(stats.accepted == stats.active + stats.ended, "accepted is not active + ended");
    faults_.expect(stats.peak >= stats.active, "more active than at the peak");
    faults_.expect(stats.accepted >= seen_.accepted && stats.ended >= seen_.ended &&
                       stats.bytes_in >= seen_.bytes_in && stats.bytes_out >= seen_.bytes_out,
                   "counted backwards");
    seen_ = stats;
    std::this_thread::yield();
  }

  void expect_port_free() const {
    faults_.expect(!complete_ || weather_.unanswered == 0,
                   std::to_string(weather_.unanswered) + " bytes of answers are missing");
    faults_.expect(stdnet::net::listen(std::span(&weather_.server, 1), {}).ok(),
                   "the port is not free");
  }

  stdnet::server::TcpServer& server_;
  Dice& dice_;
  Faults& faults_;
  const Ending ending_;
  Weather weather_;
  const bool strict_;
  bool complete_ = false;  ///< what was promised must have been answered
  std::atomic<bool> ended_{false};
  stdnet::server::Stats seen_;
};

}  // namespace stress
