#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "native/server/connection.h"

namespace stdnet::binding {

/// The descriptors through which a Worker serves a connection of its server: what passes through them is counted there.
/// Threads: the JS thread.
class CountedDescriptors {
 public:
  void begin(int fd, server::Connection& connection) { entries_.push_back({fd, &connection}); }
  /// `copy` leads to the same connection as `fd`.
  void duplicated(int fd, int copy) {
    if (auto* connection = find(fd)) begin(copy, *connection);
  }
  /// The number may soon be another's.
  void forget(int fd) {
    std::erase_if(entries_, [fd](const Entry& entry) { return entry.fd == fd; });
  }
  /// The connection is about to end.
  void end(const server::Connection& connection) {
    std::erase_if(entries_,
                  [&connection](const Entry& entry) { return entry.connection == &connection; });
  }

  // Hot paths: outside of such Workers there is no entry to look at.
  void received(int fd, std::size_t bytes) {
    if (auto* connection = find(fd)) connection->bytes_in.add(bytes);
  }
  void sent(int fd, std::size_t bytes) {
    if (auto* connection = find(fd)) connection->bytes_out.add(bytes);
  }

 private:
  struct Entry {
    int fd;
    server::Connection* connection;
  };

  [[nodiscard]] server::Connection* find(int fd) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [fd](const Entry& each) { return each.fd == fd; });
    return entry == entries_.end() ? nullptr : entry->connection;
  }

  std::vector<Entry> entries_;  ///< a stream and its clones: few
};

}  // namespace stdnet::binding
