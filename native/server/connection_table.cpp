#include "native/server/connection_table.h"

#include <algorithm>
#include <utility>

#include "native/os/socket.h"

namespace stdnet::server {

std::optional<ConnectionTable::Entry> ConnectionTable::add(os::Fd fd, const SocketAddress& peer,
                                                           std::unique_ptr<Handler> handler) {
  const os::Lock lock(mutex_);
  if (max_ && connections_.size() >= *max_) return std::nullopt;
  return connections_.emplace(connections_.end(), std::move(fd), peer, std::move(handler));
}

void ConnectionTable::begin(Entry entry) {
  const os::Lock lock(mutex_);
  entry->id = ++counted_.accepted;
  entry->began = Clock::now();
  counted_.peak = std::max(counted_.peak, ++counted_.active);
}

void ConnectionTable::close(Entry entry) {
  os::Fd fd;
  {
    const os::Lock lock(mutex_);
    fd = std::move(entry->fd);
  }
  // Closed outside the lock, which every other connection may be waiting for.
}

std::list<Connection> ConnectionTable::remove(Entry entry) {
  close(entry);
  std::list<Connection> removed;
  const os::Lock lock(mutex_);
  removed.splice(removed.begin(), connections_, entry);
  if (connections_.empty()) changed_.notify_all();
  return removed;
}

std::list<Connection> ConnectionTable::end(Entry entry, std::optional<Error>& error) {
  close(entry);
  std::list<Connection> ended;
  const os::Lock lock(mutex_);
  if (entry->ended_by_us) error.reset();
  ended.splice(ended.begin(), connections_, entry);
  counted_.bytes_in += entry->bytes_in.get();
  counted_.bytes_out += entry->bytes_out.get();
  --counted_.active;
  ++counted_.ended;
  if (error) ++counted_.errors[static_cast<std::size_t>(error->kind)];
  if (connections_.empty()) changed_.notify_all();
  return ended;
}

void ConnectionTable::count_drop(DropReason reason) {
  const os::Lock lock(mutex_);
  ++counted_.dropped[static_cast<std::size_t>(reason)];
}

void ConnectionTable::count_error(ErrorKind kind) {
  const os::Lock lock(mutex_);
  ++counted_.errors[static_cast<std::size_t>(kind)];
}

Stats ConnectionTable::stats() const {
  const os::Lock lock(mutex_);
  Stats stats = counted_;
  for (const Connection& connection : connections_) {
    stats.bytes_in += connection.bytes_in.get();
    stats.bytes_out += connection.bytes_out.get();
  }
  return stats;
}

void ConnectionTable::stop_reading() {
  const os::Lock lock(mutex_);
  for (Connection& connection : connections_) {
    connection.cut_off = true;
    // ENOTCONN, here and below: the peer has gone already, and the thread is about to see that.
    if (connection.fd) static_cast<void>(os::shutdown(connection.fd.get(), SHUT_RD));
  }
}

void ConnectionTable::shut_down() {
  const os::Lock lock(mutex_);
  for (Connection& connection : connections_) {
    connection.ended_by_us = true;
    if (connection.fd) static_cast<void>(os::shutdown(connection.fd.get(), SHUT_RDWR));
  }
}

void ConnectionTable::wait_until_empty() {
  const os::Lock lock(mutex_);
  while (!connections_.empty() && Clock::now() < deadline_) {
    if (deadline_ == Clock::time_point::max()) {
      changed_.wait(mutex_);
    } else {
      changed_.wait_until(mutex_, deadline_);
    }
  }
}

void ConnectionTable::set_deadline(Clock::time_point deadline) {
  const os::Lock lock(mutex_);
  deadline_ = deadline;
  changed_.notify_all();
}

}  // namespace stdnet::server
