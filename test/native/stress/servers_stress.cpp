// Servers with handlers, a thread for each connection and pools, ended at any moment by several threads.
#include <doctest.h>

#include "../server/started.h"
#include "storm.h"

using namespace std::chrono_literals;

namespace {

/// True: none of them ends a connection that somebody still needs.
bool choose(stdnet::server::Options& options, stress::Dice& dice) {
  if (dice.once_in(2)) options.pool = 1 + dice.below(3);
  if (dice.once_in(4)) options.spin = 50us;
  if (dice.once_in(2)) return true;
  if (dice.once_in(2)) options.max_connections = 1 + dice.below(4);
  if (dice.once_in(3)) options.idle_timeout = 20ms;
  if (dice.once_in(3)) options.line_timeout = 10ms;
  if (dice.once_in(3)) options.write_timeout = 10ms;
  return false;
}

}  // namespace

TEST_CASE("servers under peers that come and go as they like, stopped at any moment") {
  std::uint16_t port = 0;
  stress::rounds("servers", [&](stress::Dice dice, stress::Faults& faults) {
    Recorder recorder(dice.once_in(2));
    stdnet::server::Options options;
    const bool strict = choose(options, dice);
    const bool echoes = dice.once_in(2);
    auto server =
        started(recorder, options, echoes ? stdnet::handlers::echo({}) : stdnet::handlers::kv({}),
                stress::listener(dice.once_in(2) ? port : 0));
    port = server->local_address().port;  // the next one may be there too
    stress::Storm storm(*server, echoes ? stress::Answers::Echo : stress::Answers::KeyValue, strict,
                        dice, faults);
    storm.rage();
    if (recorder.listening) storm.expect_all_told(recorder);
  });
}
