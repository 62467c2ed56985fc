#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "native/core/result.h"
#include "native/os/messages.h"
#include "native/os/socket.h"

namespace stdnet::os {

/// Datagrams that were received together, and the answers to them, which leave together: nothing is allocated or copied
/// in between. Threads: one at a time.
class DatagramBatch {
 public:
  struct Shape {
    std::size_t count;  ///< at most so many datagrams at a time
    std::size_t size;   ///< a longer one is cut
    /// The socket tells where a datagram was sent to (`report_destination`), and the answer comes from there. Without it the
    /// kernel chooses, which on a machine with several addresses is not always the one that the peer has asked.
    bool from_destination = false;
  };

  explicit DatagramBatch(const Shape& shape);

  /// How many came, of at most `most`: blocks for the first only. What was there before is forgotten.
  [[nodiscard]] Result<std::size_t> receive(int fd, std::size_t most, int flags = 0);

  struct Datagram {
    std::span<const std::uint8_t> bytes;
    bool cut;          ///< it was longer
    bool from_nobody;  ///< none at all: the socket was shut down
  };
  /// The `i`th that came.
  [[nodiscard]] Datagram operator[](std::size_t i) const;
  /// Who sent it.
  [[nodiscard]] SocketAddress peer(std::size_t i) const;

  /// Answers the `i`th. The bytes must stay until they are sent, or until the next receive(); they may be its own.
  void answer(std::size_t i, std::span<const std::uint8_t> bytes);
  /// The answers that are left to be sent.
  [[nodiscard]] std::span<const Message> unsent() const { return std::span(out_).subspan(sent_); }
  struct Sent {
    std::size_t count;
    std::size_t bytes;
  };
  /// Those of them that went in one call, from the front. An Error is about the first.
  [[nodiscard]] Result<Sent> send(int fd);
  /// Whom the first of them is for.
  [[nodiscard]] SocketAddress next_peer() const;
  /// It will not be sent.
  void skip() { ++sent_; }

 private:
  struct Slot {
    RawAddress from;
    iovec room{};
    iovec answer{};
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(in6_pktinfo))> control{};
  };

  [[nodiscard]] Result<std::size_t> receive_one(int fd, int flags);
  [[nodiscard]] Result<std::size_t> send_unsent(int fd);

  const Shape shape_;
  std::unique_ptr<std::uint8_t[]> storage_;
  std::vector<Slot> slots_;
  std::vector<Message> in_;   ///< each refers to the slot at the same place
  std::vector<Message> out_;  ///< each refers to some slot
  std::size_t sent_ = 0;
};

}  // namespace stdnet::os
