#include "native/relay/crews.h"

#include <utility>

#include "native/relay/relay_pool.h"
#include "native/relay/relay_threads.h"

namespace stdnet::relay {
namespace {

template <typename Kind>
Result<std::unique_ptr<server::Crew>> started(server::Roster& roster, Relays& relays) {
  auto crew = Kind::start(roster, relays);
  if (!crew) return std::move(crew).error();
  return std::unique_ptr<server::Crew>(std::move(crew).value());
}

}  // namespace

Result<std::unique_ptr<server::Crew>> hire(server::Roster& roster, Relays& relays) {
  return relays.options().pool ? started<RelayPool>(roster, relays)
                               : started<RelayThreads>(roster, relays);
}

}  // namespace stdnet::relay
