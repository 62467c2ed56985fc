#pragma once

#include <optional>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/server/prefork/prefork.h"

/// The first and the last of what is done for a connection that somebody else's code serves.
///
/// The table owns the connection's descriptor, as everywhere; whoever serves it is given a duplicate of his own, so that
/// neither closes the other's. The connection is shut down before it ends, which no duplicate survives.
namespace stdnet::server {

/// It counts from here on. Otherwise there is no descriptor for the duplicate, and nothing was done.
[[nodiscard]] Result<os::Fd> hand_over(Prefork::Entry entry, Prefork& prefork);
/// It was served to its end. `error`: why it ended, if that was one.
void take_back(Prefork::Entry entry, Prefork& prefork, std::optional<Error> error);

/// What the connections of a worker end with that is gone.
[[nodiscard]] Error worker_died();

}  // namespace stdnet::server
