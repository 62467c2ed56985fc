#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "native/core/result.h"
#include "native/server/connection_table.h"
#include "native/server/options.h"
#include "native/server/roster.h"

namespace stdnet::server {

/// The threads of a server, and how connections share them. Threads: `take`, `hang_up` and `close`, the server's own; `threads`, any.
class Crew {
 public:
  virtual ~Crew() = default;

  /// Sees to it that the connection is served to its end. Otherwise says why not: it is the caller's again.
  [[nodiscard]] virtual std::optional<DropReason> take(ConnectionTable::Entry entry) = 0;
  /// So many were taken of whom their handlers have not heard that no more should be, for now. Threads: any.
  [[nodiscard]] virtual bool is_crowded() const { return false; }
  /// How many there are.
  [[nodiscard]] virtual std::size_t threads() const = 0;
  /// Every connection is about to be shut down: what waits for anything but its socket is to end too.
  virtual void hang_up() {}
  /// Blocks until every connection has ended and every thread is joined. Nothing is taken any more.
  virtual void close() = 0;
};

/// Makes the crew of a server, which outlives it with both arguments.
using Hire = std::function<Result<std::unique_ptr<Crew>>(const Options&, Roster&)>;

}  // namespace stdnet::server
