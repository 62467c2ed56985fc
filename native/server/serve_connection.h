#pragma once

#include <optional>

#include "native/core/error.h"
#include "native/server/connection.h"
#include "native/server/options.h"
#include "native/server/spinner.h"

namespace stdnet::server {

/// Serves one connection from its first byte to its last, blocking in the kernel: one recv and one send a turn. Returns
/// why the connection ended, if that was an error. The socket stays open: the table closes it.
/// Threads: the connection's own.
[[nodiscard]] std::optional<Error> serve_connection(Connection& connection, const Options& options,
                                                    Spinner& spinner);

}  // namespace stdnet::server
