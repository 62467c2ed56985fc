#pragma once

#include <optional>
#include <span>
#include <vector>

#include "native/core/output.h"
#include "native/kv/line_protocol.h"
#include "native/os/fd.h"

namespace stdnet::load {

/// One connection of the event loop: answers what came, and keeps what the kernel does not take. Threads: the loop's.
class LoopPeer {
 public:
  /// What the peer is waiting for.
  enum class State { Reading, Writing, Ended };

  /// Without a store: echo, but one that `burns` computes the answer to a byte that comes alone.
  LoopPeer(os::Fd fd, kv::Store* store, bool burns) : fd_(std::move(fd)), burns_(burns) {
    if (store != nullptr) protocol_.emplace(*store, kv::Limits{});
  }

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] State state() const { return state_; }
  /// There is something to read: takes it into `buffer`, answers it.
  void on_readable(std::span<std::uint8_t> buffer);
  /// There is room again: sends on, and then answers what had to wait.
  void on_writable();

 private:
  void answer(std::span<const std::uint8_t> bytes);
  void answer_lines(std::span<const std::uint8_t> bytes);
  void reply(std::span<const std::uint8_t> bytes);
  /// What is left of `bytes` when the kernel has had its fill.
  [[nodiscard]] std::span<const std::uint8_t> send(std::span<const std::uint8_t> bytes);

  os::Fd fd_;
  const bool burns_;
  std::optional<kv::LineProtocol> protocol_;
  State state_ = State::Reading;
  bool closing_ = false;  ///< ended as soon as everything has been sent
  Output out_;
  std::vector<std::uint8_t> unread_;  ///< a line that is not whole yet
  std::vector<std::uint8_t> unsent_;
};

}  // namespace stdnet::load
