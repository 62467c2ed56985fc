#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/os/wake.h"

namespace stdnet::os {

/// Many sockets waited for at once, edge-triggered: each is told of once when bytes come, when room for bytes comes, and
/// when its peer ends; then not again before there is more. (epoll on Linux, kqueue elsewhere.) Any number of threads may
/// wait, and one of them hears of each edge. A socket leaves when it is closed. Threads: any.
class EdgePoller {
 public:
  struct Event {
    void* tag;
    /// Nothing may follow though not all is read: the peer has ended, or sent urgent bytes, at which a recv stops.
    bool last;
  };

  [[nodiscard]] static Result<EdgePoller> create();
  enum class Interest {
    Both,   ///< bytes that come, and room for bytes
    Write,  ///< room for bytes only
  };
  /// `tag` comes back with the socket's events. The first edge, of the room to write, comes at once.
  [[nodiscard]] Result<void> add(int socket, void* tag, Interest interest = Interest::Both);
  /// Of a socket that was added for both: tells nothing of bytes that come, until `tell_again`.
  void mute(int socket, void* tag);
  /// What there is of a socket that was added for both, as if it had just come.
  void tell_again(int socket, void* tag);
  /// Blocks until there is an event, for `limit`, or for ever. How many events were written: none where the time was up
  /// or a wake() came, which is true for every thread until clear().
  [[nodiscard]] std::size_t wait(std::span<Event> into,
                                 std::optional<std::chrono::microseconds> limit) const;
  /// Readable, for poll(2), while there is an event or a wake().
  [[nodiscard]] int fd() const { return queue_.get(); }
  void wake() const { wake_.wake(); }
  void clear() const { wake_.clear(); }

 private:
  EdgePoller(Fd queue, Wake wake) : queue_(std::move(queue)), wake_(std::move(wake)) {}
  Fd queue_;
  Wake wake_;
};

}  // namespace stdnet::os
