// The load generator's datagrams: whatever a server sends, a datagram counts once, only if it was sent, and only if it is the one
// that was; and nothing that a server invents is taken for an answer.
#include "native/load/datagram_flow.h"
#include "native/load/datagram_ping_pong.h"

#include "fuzzed.h"

using fuzzed::require;
using namespace std::chrono_literals;
namespace load = stdnet::load;

namespace {

constexpr std::size_t kSize = 24;
constexpr load::Instant kStart{std::chrono::hours(1)};
const load::Pattern kPattern(7);

using Datagram = std::vector<std::uint8_t>;

/// A client and a server that does what the input says.
class World {
 public:
  World(load::DatagramScript& script, fuzzed::Input& input) : script_(script), input_(input) {
    tally_.from = kStart;
    tally_.until = load::Instant::max();
  }

  void run() {
    while (right_ && !input_.rest().empty()) step(input_.byte());
    require(tally_.requests <= sent_.size(), "no more is answered than was sent");
    require(tally_.requests + tally_.lost <= sent_.size(), "what is lost is not answered");
  }

 private:
  void step(std::uint8_t what) {
    switch (what % 5) {
      case 0:
        return send();
      case 1:
        return sent_.empty() ? void() : deliver(sent_[input_.byte() % sent_.size()]);
      case 2:
        return deliver(forged());
      case 3:
        now_ += input_.byte() * 2ms;
        return script_.give_up(now_, tally_);
      default:
        return invent();
    }
  }

  void send() {
    const auto datagram = script_.to_send(now_);
    if (datagram.empty()) return;
    sent_.emplace_back(datagram.begin(), datagram.end());
    script_.sent(now_);
  }

  /// Right in itself, of any number.
  Datagram forged() {
    std::uint64_t number = 0;
    for (int i = input_.byte() % 9; i > 0; --i) number = number << 8U | input_.byte();
    load::NumberedDatagram datagrams(kPattern, 0, kSize);
    const auto bytes = datagrams.write(number);
    return {bytes.begin(), bytes.end()};
  }

  void invent() {
    const auto bytes = stdnet::bytes_of(input_.bytes(input_.byte() % (2 * kSize)));
    deliver({bytes.begin(), bytes.end()});
  }

  void deliver(const Datagram& datagram) {
    const std::uint64_t before = tally_.requests;
    right_ = script_.received(datagram, now_, tally_).ok();
    const bool was_sent = std::ranges::find(sent_, datagram) != sent_.end();
    require(tally_.requests == before || was_sent, "only what was sent is answered");
    require(right_ || tally_.requests == before, "what is refused does not count");
  }

  load::DatagramScript& script_;
  fuzzed::Input& input_;
  load::Instant now_ = kStart;
  load::Tally tally_;
  std::vector<Datagram> sent_;
  bool right_ = true;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  load::NumberedDatagram datagrams(kPattern, 0, kSize);
  if (input.byte() % 2 == 0) {
    load::DatagramPingPong script(std::move(datagrams));
    World(script, input).run();
  } else {
    load::DatagramFlow script(std::move(datagrams), 5, load::Arrivals(5, kStart, 10ms));
    World(script, input).run();
  }
  return 0;
}
