#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "native/server/buffers.h"
#include "native/server/connection.h"

namespace stdnet::server {

/// How much a peer may go on sending after the last reply, before the connection is closed all the same.
inline constexpr std::size_t kFarewellBytes = std::size_t{1024} * 1024;

/// What one connection and its handler have to say to each other, turn by turn. Who waits between the turns, in the
/// kernel or elsewhere, and for how long, is the caller's: that is the whole difference between a thread per connection
/// and a pool. Threads: one at a time.
class Conversation {
 public:
  /// Whether recv and send wait, or say at once that they would have to.
  enum class Calls { Block, DoNotBlock };

  enum class Outcome {
    Again,          ///< there is more to do at once
    Answered,       ///< all that had come was read and answered
    NothingToRead,  ///< recv would have waited, or has waited for too long
    CannotWrite,    ///< the same of send: the peer does not read
    Over,
  };

  explicit Conversation(Connection& connection)
      : connection_(connection), handler_(*connection.handler) {}

  /// Takes what has come, once; lets the handler answer; sends the answer. No lock, no JavaScript, and no allocation
  /// but the handler's own. Blocks in one recv and in the sends that one answer takes, if at all.
  [[nodiscard]] Outcome turn(Buffers& buffers, Calls calls);
  /// The last turn was the last one, for this reason; the first one given counts.
  void fail(Error error);
  /// Why it is over, if that was an error.
  [[nodiscard]] std::optional<Error> take_error() { return std::exchange(error_, std::nullopt); }

  // What the last turn did: clocks go by it.
  [[nodiscard]] bool moved() const { return moved_; }            ///< a byte came or went
  [[nodiscard]] bool consumed() const { return consumed_; }      ///< a request was whole
  [[nodiscard]] bool unfinished() const { return unfinished_; }  ///< one has come in part
  /// The last reply is sent: the peer is given a moment to read it.
  [[nodiscard]] bool leaving() const { return stage_ == Stage::Leaving; }

 private:
  enum class Stage {
    Talking,
    LastWords,  ///< the peer has sent its last byte; over when the answer is sent
    Closing,    ///< the handler has ended it; leaving when the answer is sent
    Leaving,  ///< what still comes is read and dropped: a close with unread bytes would destroy the answer
  };

  /// nullopt, here and below: go on.
  [[nodiscard]] std::optional<Outcome> send(Buffers& buffers);
  [[nodiscard]] std::optional<Outcome> receive(Buffers& buffers);
  void answer(Buffers& buffers);
  /// There is nothing more to read.
  void finish(Buffers& buffers, bool peer_has_ended);
  [[nodiscard]] Outcome conclude(Buffers& buffers);
  [[nodiscard]] Outcome drop(Buffers& buffers);
  [[nodiscard]] int fd() const { return connection_.fd.get(); }

  Connection& connection_;
  Handler& handler_;
  int flags_ = 0;  ///< of this turn's calls
  Stage stage_ = Stage::Talking;
  bool again_ = false;  ///< the handler wants to go on with the bytes that it has
  bool full_ = false;   ///< the last recv filled its room: there may be more
  bool moved_ = false;
  bool consumed_ = false;
  bool unfinished_ = false;
  std::size_t dropped_ = 0;
  std::optional<Error> error_;
};

}  // namespace stdnet::server
