#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "native/core/error.h"
#include "native/core/line_scanner.h"
#include "native/core/output.h"
#include "native/core/turn.h"

namespace stdnet {

/// What all protocols of lines do alike: line after line is answered, until the bytes end, the answer is large or the
/// protocol closes; a line over its limit ends the connection, in the same words everywhere. One of these per connection.
/// Threads: the owner's, one at a time.
class LineDialogue {
 public:
  /// `max_line`: the most bytes of a line, its newline included.
  explicit LineDialogue(std::size_t max_line) : scanner_(max_line) {}

  /// Bytes have come: `on_line(std::string_view)` answers a line, and returns what is next.
  template <typename OnLine>
  [[nodiscard]] Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out,
                              const OnLine& on_line) {
    Turn turn;
    while (!out.full()) {
      LineScanner::Line line;
      switch (scanner_.next(bytes.subspan(turn.consumed), line)) {
        case LineScanner::Found::Partial:
          return turn;
        case LineScanner::Found::TooLong:
          turn.next = refuse_long_line(out);
          return turn;
        case LineScanner::Found::Line:
          turn.consumed += line.size;
          turn.next = on_line(line.text);
          if (turn.next == Next::Close) return turn;
      }
    }
    turn.next = Next::Again;
    return turn;
  }

  /// The peer has sent its last byte: what is left is a line too.
  template <typename OnLine>
  void on_end(std::span<const std::uint8_t> rest, const OnLine& on_line) {
    if (!rest.empty()) static_cast<void>(on_line(LineScanner::last(rest).text));
  }

  /// "ERR line too long", and ERR_LIMIT_EXCEEDED.
  [[nodiscard]] Next refuse_long_line(Output& out);
  /// InvalidData, in Rust's words; the peer is told nothing.
  [[nodiscard]] Next refuse_invalid_utf8();
  /// Why the connection was refused; none where the protocol has closed it.
  [[nodiscard]] std::optional<Error> take_error() { return std::exchange(error_, std::nullopt); }

 private:
  LineScanner scanner_;
  std::optional<Error> error_;
};

}  // namespace stdnet
