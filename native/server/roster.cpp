#include "native/server/roster.h"

#include <chrono>
#include <utility>

namespace stdnet::server {
namespace {

using Topic = Observer::Topic;

ConnectionInfo info_of(const Connection& connection) {
  return {connection.id, connection.peer, connection.local};
}

}  // namespace

std::optional<ConnectionTable::Entry> Roster::admit(os::Accepted accepted) {
  const auto entry = table_.add(std::move(accepted.fd), accepted.peer);
  if (!entry) drop(accepted.peer, DropReason::MaxConnections);
  return entry;
}

void Roster::begin(ConnectionTable::Entry entry) {
  table_.begin(entry);
  entry->local = local_of(entry->fd.get());
  if (observer_.wants(Topic::Connection)) observer_.on_connection(info_of(*entry));
}

void Roster::end(ConnectionTable::Entry entry, std::optional<Error> error) {
  if (error && !error->address) error->address = entry->peer;
  const auto ended = table_.end(entry, error);
  const Connection& connection = ended.front();
  if (!observer_.wants(Topic::Disconnect)) return;
  const auto lasted = std::chrono::duration_cast<std::chrono::microseconds>(
      ConnectionTable::Clock::now() - connection.began);
  observer_.on_disconnect({info_of(connection), connection.bytes_in.get(),
                           connection.bytes_out.get(), lasted, std::move(error)});
}

void Roster::drop(const std::optional<SocketAddress>& peer, DropReason reason) {
  table_.count_drop(reason);
  if (observer_.wants(Topic::Drop)) observer_.on_drop(peer, reason);
}

void Roster::accept_failed(Error error) {
  table_.count_error(error.kind);
  if (observer_.wants(Topic::Error)) observer_.on_error(std::move(error).at(local_));
}

/// The kernel is asked only where the listener does not say it, and somebody wants to know.
SocketAddress Roster::local_of(int fd) const {
  const bool wanted = observer_.wants(Topic::Connection) || observer_.wants(Topic::Disconnect);
  if (!wanted || !local_.ip.is_unspecified()) return local_;
  const auto local = os::local_address(fd);
  return local ? local.value() : local_;
}

}  // namespace stdnet::server
