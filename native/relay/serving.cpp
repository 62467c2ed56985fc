#include "native/relay/serving.h"

#include <utility>

#include "native/os/socket_options.h"

namespace stdnet::relay {

void begin(Relay& relay, server::Roster& roster, const server::Options& options) {
  const auto entry = relay.entry();
  roster.begin(entry);
  // A failure says that the peer has gone already. What it sent before is served all the same.
  if (options.nodelay) static_cast<void>(os::set_option(entry->fd.get(), os::Option::Nodelay, 1));
  relay.open();
}

void finish(Relay& relay, server::Roster& roster) {
  const auto entry = relay.entry();
  auto error = relay.close();
  relay.vacate();
  roster.end(entry, std::move(error));
  relay.say_closed();
}

}  // namespace stdnet::relay
