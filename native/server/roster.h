#pragma once

#include <optional>

#include "native/os/socket.h"
#include "native/server/connection_table.h"
#include "native/server/observer.h"

namespace stdnet::server {

/// What happens to the connections of a server, written down in its table and told to its observer: whoever serves a
/// connection begins and ends it here. Threads: any.
class Roster {
 public:
  /// All must outlive it. `local` is where the server listens.
  Roster(ConnectionTable& table, Observer& observer, const SocketAddress& local)
      : table_(table), observer_(observer), local_(local) {}

  /// Takes a connection in; nullopt: there are as many as there may be, and it was dropped.
  [[nodiscard]] std::optional<ConnectionTable::Entry> admit(os::Accepted accepted);
  /// Nobody is to serve it: closed, never counted.
  void turn_away(ConnectionTable::Entry entry) { table_.abandon(entry); }
  /// Somebody serves it from now on.
  void begin(ConnectionTable::Entry entry);
  /// It was served to its end: closes the socket, then tells. The entry is gone.
  void end(ConnectionTable::Entry entry, std::optional<Error> error);
  void drop(const std::optional<SocketAddress>& peer, DropReason reason);
  void accept_failed(Error error);

 private:
  [[nodiscard]] SocketAddress local_of(int fd) const;

  ConnectionTable& table_;
  Observer& observer_;
  const SocketAddress& local_;
};

}  // namespace stdnet::server
