#pragma once

#include "native/relay/relay.h"
#include "native/server/options.h"
#include "native/server/roster.h"

/// The first and the last of what is done for a connection, in a thread of its own as in a pool.
namespace stdnet::relay {

void begin(Relay& relay, server::Roster& roster, const server::Options& options);
/// The connection is over. The relay is JavaScript's, and must not be used any more.
void finish(Relay& relay, server::Roster& roster);

}  // namespace stdnet::relay
