#pragma once

#include <cstddef>
#include <optional>

#include "native/server/connection_table.h"

namespace stdnet::server {

/// The threads of a server, and how connections share them. Threads: `take` and `close`, the server's own; `threads`, any.
class Crew {
 public:
  virtual ~Crew() = default;

  /// Sees to it that the connection is served to its end. Otherwise says why not: it is the caller's again.
  [[nodiscard]] virtual std::optional<DropReason> take(ConnectionTable::Entry entry) = 0;
  /// How many there are.
  [[nodiscard]] virtual std::size_t threads() const = 0;
  /// Blocks until every connection has ended and every thread is joined. Nothing is taken any more.
  virtual void close() = 0;
};

}  // namespace stdnet::server
