#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "native/core/text.h"
#include "native/handlers/registry.h"

using stdnet::bytes_of;

[[nodiscard]] inline std::string text_of(const stdnet::Output& out) {
  return {out.bytes().begin(), out.bytes().end()};
}

/// One connection of a handler, which is called as a server calls it.
class Conversation {
 public:
  explicit Conversation(const stdnet::handlers::Factory& factory) : handler_(factory->make()) {}

  /// Bytes have come. Nothing is heard any more once the handler has closed.
  void say(std::string_view bytes) {
    if (closed || bytes.empty()) return;
    unconsumed_ += bytes;
    for (;;) {
      stdnet::Output out;
      const stdnet::Turn turn = handler_->on_bytes(bytes_of(unconsumed_), out);
      replies += text_of(out);
      unconsumed_.erase(0, turn.consumed);
      ++turns;
      if (turn.next == stdnet::Next::Close) return close();
      if (turn.next == stdnet::Next::More || unconsumed_.empty()) return;
    }
  }

  /// The peer has sent its last byte.
  void end() {
    if (closed) return;
    stdnet::Output out;
    handler_->on_end(bytes_of(unconsumed_), out);
    replies += text_of(out);
    close();
  }

  std::string replies;
  std::size_t turns = 0;
  bool closed = false;
  std::optional<stdnet::Error> error;

 private:
  void close() {
    closed = true;
    error = handler_->take_error();
  }

  std::unique_ptr<stdnet::server::Handler> handler_;
  std::string unconsumed_;
};

/// A whole conversation: the pieces, then the end.
[[nodiscard]] inline Conversation conversation(const stdnet::handlers::Factory& factory,
                                               std::initializer_list<std::string_view> pieces) {
  Conversation whole(factory);
  for (const std::string_view piece : pieces) whole.say(piece);
  whole.end();
  return whole;
}

/// Calls `check` with what becomes of `bytes` wherever they are cut in two, and byte by byte.
template <typename Check>
void however_it_arrives(const stdnet::handlers::Factory& factory, std::string_view bytes,
                        Check check) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    check(conversation(factory, {bytes.substr(0, cut), bytes.substr(cut)}));
  }
  Conversation trickle(factory);
  for (std::size_t i = 0; i < bytes.size(); ++i) trickle.say(bytes.substr(i, 1));
  trickle.end();
  check(trickle);
}
