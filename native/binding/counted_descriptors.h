#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "native/server/connection.h"

namespace stdnet::binding {

/// The descriptors through which a Worker serves connections of its server: what passes through them is counted there, and
/// it is noticed when the last one of a connection is closed. Threads: the JS thread.
class CountedDescriptors {
 public:
  /// `place` is the server's name for the connection.
  void begin(int fd, server::Connection& connection, std::uint32_t place = 0) {
    auto served = std::make_shared<Served>(Served{&connection, place, 0});
    served_.emplace(&connection, served);
    add(fd, std::move(served));
  }
  /// `copy` leads to the same connection as `fd`.
  void duplicated(int fd, int copy) {
    if (const auto* served = find(fd)) add(copy, *served);
  }
  /// The number may soon be another's.
  void forget(int fd) {
    auto* found = find(fd);
    if (found == nullptr) return;
    const auto served = std::exchange(*found, nullptr);
    if (--served->handles == 0 && served->connection != nullptr) deserted_.push_back(served->place);
  }
  /// The connection is about to end.
  void end(const server::Connection& connection) {
    const auto found = served_.find(&connection);
    if (found == served_.end()) return;
    found->second->connection = nullptr;
    std::erase(deserted_, found->second->place);
    served_.erase(found);
  }
  /// Connections that nobody has a handle to any more. Each once.
  [[nodiscard]] std::vector<std::uint32_t> take_deserted() { return std::exchange(deserted_, {}); }

  // Hot paths: outside of such Workers there is nothing to look at.
  void received(int fd, std::size_t bytes) {
    if (auto* connection = connection_of(fd)) connection->bytes_in.add(bytes);
  }
  void sent(int fd, std::size_t bytes) {
    if (auto* connection = connection_of(fd)) connection->bytes_out.add(bytes);
  }

 private:
  struct Served {
    server::Connection* connection;  ///< null: it has ended, and somebody has kept a handle
    std::uint32_t place;
    std::size_t handles;
  };
  using Shared = std::shared_ptr<Served>;

  void add(int fd, Shared served) {
    const auto at = static_cast<std::size_t>(fd);
    if (at >= by_fd_.size()) by_fd_.resize(at + 1);
    ++served->handles;
    by_fd_[at] = std::move(served);
  }
  [[nodiscard]] Shared* find(int fd) {
    const auto at = static_cast<std::size_t>(fd);  // of a negative one: beyond the end
    return at < by_fd_.size() && by_fd_[at] ? &by_fd_[at] : nullptr;
  }
  [[nodiscard]] server::Connection* connection_of(int fd) {
    const auto* served = find(fd);
    return served == nullptr ? nullptr : (*served)->connection;
  }

  std::vector<Shared> by_fd_;  ///< descriptors are small numbers
  std::unordered_map<const server::Connection*, Shared> served_;
  std::vector<std::uint32_t> deserted_;
};

}  // namespace stdnet::binding
