#pragma once

#include <memory>

#include "native/core/result.h"
#include "native/relay/relays.h"
#include "native/server/crew.h"
#include "native/server/roster.h"

namespace stdnet::relay {

/// The crew of a server whose handler is JavaScript's: a thread for each connection, or a pool, as the options of `relays`
/// have it. Both arguments must outlive it.
[[nodiscard]] Result<std::unique_ptr<server::Crew>> hire(server::Roster& roster, Relays& relays);

}  // namespace stdnet::relay
