// UDP servers that echo, under peers that send as they like, ended at any moment by several threads.
#include <doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../server/udp_started.h"
#include "stress.h"

using stdnet::server::UdpServer;

namespace {

/// Sends numbered datagrams, reads some answers, and comes again with another socket.
void send_and_hear(const stdnet::SocketAddress& server, const std::atomic<bool>& stopping,
                   stress::Dice dice, stress::Faults& faults) {
  std::vector<std::uint8_t> buffer(2048);
  while (!stopping) {
    const UdpPeer peer(server);
    const std::string name = std::to_string(peer.address().port) + ' ';
    for (auto count = dice.below(50); count > 0; --count) {
      const std::string text = name + std::string(dice.below(1000), 'x');
      // Where the server has gone meanwhile, ECONNREFUSED.
      static_cast<void>(stdnet::os::send(peer.fd(), stdnet::test::bytes_of(text)));
      const auto got = stdnet::os::recv(peer.fd(), buffer, MSG_DONTWAIT);
      if (!got || got.value() == 5) continue;
      faults.expect(stdnet::text_of(std::span(buffer).first(got.value())).starts_with(name),
                    "a datagram of somebody else's");
    }
  }
}

void look(const UdpServer& server, stress::Faults& faults) {
  const auto stats = server.stats();
  faults.expect(stats.sent <= stats.received, "more answers than datagrams");
  faults.expect(stats.bytes_out <= stats.bytes_in, "more bytes of answers than of datagrams");
  std::this_thread::yield();
}

void end(UdpServer& server, stress::Dice dice) {
  dice.dawdle(10'000);
  if (dice.once_in(2)) server.shutdown();
  dice.dawdle(500);
  if (dice.once_in(2)) server.close();
}

}  // namespace

TEST_CASE("datagram servers under peers that send as they like, stopped at any moment") {
  stress::rounds("datagrams", [](stress::Dice dice, stress::Faults& faults) {
    Recorder recorder;
    auto server = udp_started(recorder, {.threads = 1 + dice.below(4)});
    const auto address = server->local_address();
    std::atomic<bool> stopping{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back(
          [&, own = dice.fork()] { send_and_hear(address, stopping, own, faults); });
    }
    threads.emplace_back([&] {
      while (!stopping) look(*server, faults);
    });
    std::vector<std::thread> enders;
    for (auto count = dice.below(3); count > 0; --count)
      enders.emplace_back([&, own = dice.fork()] { end(*server, own); });
    end(*server, dice);
    for (std::thread& ender : enders) ender.join();
    server->close();
    stopping = true;
    for (std::thread& thread : threads) thread.join();
    server->join();
    faults.expect(recorder.closed == 1, "told of its end not once");
    faults.expect(!server->send_to(stdnet::test::bytes_of("late"), address), "sends after its end");
    const auto stats = server->stats();
    look(*server, faults);
    faults.expect(stats.sent + recorder.errors.size() <= stats.received, "answered twice");
  });
}
