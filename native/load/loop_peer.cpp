#include "native/load/loop_peer.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "native/core/burn.h"
#include "native/os/socket.h"

namespace stdnet::load {

void LoopPeer::on_readable(std::span<std::uint8_t> buffer) {
  const auto size = os::recv(fd_.get(), buffer, MSG_DONTWAIT);
  if (!size) {
    if (!size.error().is(EAGAIN) && !size.error().is(EINTR)) state_ = State::Ended;
    return;
  }
  if (size.value() == 0) {
    state_ = State::Ended;
    return;
  }
  const auto bytes = buffer.first(size.value());
  if (!protocol_ || unread_.empty()) {
    answer(bytes);
    return;
  }
  auto whole = std::exchange(unread_, {});
  whole.insert(whole.end(), bytes.begin(), bytes.end());
  answer(whole);
}

void LoopPeer::on_writable() {
  const auto rest = send(unsent_);
  unsent_ = std::vector(rest.begin(), rest.end());
  if (state_ == State::Ended || !unsent_.empty()) return;
  state_ = closing_ ? State::Ended : State::Reading;
  if (state_ != State::Reading || unread_.empty()) return;
  const auto waiting = std::exchange(unread_, {});
  answer(waiting);
}

void LoopPeer::answer(std::span<const std::uint8_t> bytes) {
  if (protocol_) {
    answer_lines(bytes);
  } else if (burns_ && bytes.size() == 1) {
    reply(std::array{burn(bytes.front())});
  } else {
    reply(bytes);
  }
}

void LoopPeer::reply(std::span<const std::uint8_t> bytes) {
  const auto rest = send(bytes);
  if (rest.empty()) return;
  unsent_.assign(rest.begin(), rest.end());
  state_ = State::Writing;
}

void LoopPeer::answer_lines(std::span<const std::uint8_t> bytes) {
  for (;;) {
    const Turn turn = protocol_->on_bytes(bytes, out_);
    bytes = bytes.subspan(turn.consumed);
    const auto rest = send(out_.bytes());
    unsent_.assign(rest.begin(), rest.end());
    out_.clear();
    if (state_ == State::Ended) return;
    closing_ = turn.next == Next::Close;
    if (!unsent_.empty()) {
      state_ = State::Writing;
    } else if (closing_) {
      state_ = State::Ended;
    } else if (turn.next == Next::Again) {
      continue;
    }
    unread_.assign(bytes.begin(), bytes.end());
    return;
  }
}

std::span<const std::uint8_t> LoopPeer::send(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto size = os::send(fd_.get(), bytes, MSG_DONTWAIT);
    if (!size) {
      if (size.error().is(EINTR)) continue;
      if (size.error().is(EAGAIN)) break;
      state_ = State::Ended;
      return {};
    }
    bytes = bytes.subspan(size.value());
  }
  return bytes;
}

}  // namespace stdnet::load
