#include "native/server/conversation.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::server {

Conversation::Outcome Conversation::turn(Buffers& buffers, Calls calls) {
  flags_ = calls == Calls::Block ? 0 : MSG_DONTWAIT;
  moved_ = consumed_ = false;
  if (const auto stop = send(buffers)) return *stop;
  if (stage_ == Stage::Talking) {
    if (again_) {
      answer(buffers);
    } else if (const auto stop = receive(buffers)) {
      return *stop;
    }
    if (const auto stop = send(buffers)) return *stop;
  }
  return conclude(buffers);
}

void Conversation::fail(Error error) {
  if (!error_) error_ = std::move(error);
}

std::optional<Conversation::Outcome> Conversation::receive(Buffers& buffers) {
  const auto room = buffers.in.room();
  if (room.empty()) {
    fail(Error::out_of_memory());
    return Outcome::Over;
  }
  const bool cut_off = connection_.cut_off;
  const bool peer_has_ended = !cut_off || os::peer_has_ended(fd());
  auto got = os::recv(fd(), room, flags_);
  if (!got) {
    if (got.error().is(EINTR)) return Outcome::Again;
    if (os::would_block(got.error())) return Outcome::NothingToRead;
    fail(std::move(got).error());
    return Outcome::Over;
  }
  if (got.value() == 0) {
    // Whose end it is must be known before: then nothing has come in between.
    if (cut_off != connection_.cut_off) return Outcome::Again;
    finish(buffers, peer_has_ended);
    return std::nullopt;
  }
  moved_ = true;
  full_ = got.value() == room.size();
  connection_.bytes_in.add(got.value());
  buffers.in.received(got.value());
  answer(buffers);
  return std::nullopt;
}

void Conversation::answer(Buffers& buffers) {
  const Turn turn = handler_.on_bytes(buffers.in.bytes(), buffers.out);
  // The answer may lie in these bytes, which stay where they are until more are received: after it is sent.
  buffers.in.consume(turn.consumed);
  consumed_ = turn.consumed > 0;
  again_ = turn.next == Next::Again && !buffers.in.bytes().empty();
  unfinished_ = turn.next == Next::More && !buffers.in.bytes().empty();
  if (turn.next != Next::Close) return;
  error_ = handler_.take_error();
  stage_ = Stage::Closing;
}

void Conversation::finish(Buffers& buffers, bool peer_has_ended) {
  // Otherwise what is left is half a request, of which the peer was sending the rest.
  if (peer_has_ended) {
    handler_.on_end(buffers.in.bytes(), buffers.out);
    error_ = handler_.take_error();
  }
  unfinished_ = false;
  stage_ = Stage::LastWords;
}

std::optional<Conversation::Outcome> Conversation::send(Buffers& buffers) {
  if (buffers.out.lost()) {
    buffers.out.clear();
    fail(Error::out_of_memory());
    return Outcome::Over;
  }
  while (!buffers.out.empty()) {
    auto sent = os::send(fd(), buffers.out.bytes(), flags_);
    if (!sent) {
      if (sent.error().is(EINTR)) continue;
      if (os::would_block(sent.error())) return Outcome::CannotWrite;
      fail(std::move(sent).error());
      return Outcome::Over;
    }
    moved_ = true;
    connection_.bytes_out.add(sent.value());
    buffers.out.sent(sent.value());
  }
  return std::nullopt;
}

Conversation::Outcome Conversation::conclude(Buffers& buffers) {
  switch (stage_) {
    case Stage::Talking:
      return again_ || full_ ? Outcome::Again : Outcome::Answered;
    case Stage::LastWords:
      return Outcome::Over;
    case Stage::Closing:
      buffers.in.clear();
      if (!os::shutdown(fd(), SHUT_WR)) return Outcome::Over;
      stage_ = Stage::Leaving;
      return Outcome::Again;
    case Stage::Leaving:
      break;
  }
  return drop(buffers);
}

Conversation::Outcome Conversation::drop(Buffers& buffers) {
  const auto room = buffers.in.room();
  if (room.empty()) return Outcome::Over;
  const auto got = os::recv(fd(), room, flags_);
  if (!got) return os::would_block(got.error()) ? Outcome::NothingToRead : Outcome::Over;
  dropped_ += got.value();
  return got.value() == 0 || dropped_ >= kFarewellBytes ? Outcome::Over : Outcome::Again;
}

}  // namespace stdnet::server
