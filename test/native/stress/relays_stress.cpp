// Servers whose handler is JavaScript's, for which a thread stands in: ended at any moment, as those with native handlers are.
#include <doctest.h>

#include "../relay/scripted.h"
#include "storm.h"

TEST_CASE("relays under peers that come and go as they like, stopped at any moment") {
  stress::rounds("relays", [](stress::Dice dice, stress::Faults& faults) {
    Recorder recorder(dice.once_in(2));
    stdnet::server::Options options;
    if (dice.once_in(2)) options.pool = 1 + dice.below(2);
    if (dice.once_in(4)) options.max_connections = 1 + dice.below(4);
    Scripted script(options);
    auto server = script.serve(recorder, stress::listener());
    stress::Storm storm(*server, stress::Answers::Echo, !options.max_connections, dice, faults);
    storm.rage();
    script.stop();
    faults.expect(script.opened() == server->stats().accepted, "JavaScript has not heard of all");
    faults.expect(script.closed() == script.opened(), "JavaScript has not heard of every end");
    if (recorder.listening) storm.expect_all_told(recorder);
  });
}
