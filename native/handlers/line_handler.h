#pragma once

#include "native/core/line_dialogue.h"
#include "native/server/handler.h"

namespace stdnet::handlers {

/// A handler that answers line by line. A line ends in "\n" or "\r\n", the last one may do without; one over `max_line`
/// bytes ends the connection. Threads: one at a time.
class LineHandler : public server::Handler {
 public:
  explicit LineHandler(std::size_t max_line) : lines_(max_line) {}

  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) final {
    return lines_.on_bytes(bytes, out, [&](std::string_view line) { return on_line(line, out); });
  }
  void on_end(std::span<const std::uint8_t> rest, Output& out) final {
    lines_.on_end(rest, [&](std::string_view line) { return on_line(line, out); });
  }
  std::optional<Error> take_error() final { return lines_.take_error(); }

 protected:
  /// A line, without its end. The answer goes into `out`, with all its newlines; Next::Close ends the connection.
  [[nodiscard]] virtual Next on_line(std::string_view line, Output& out) = 0;
  /// For a handler of text: `on_line` returns this for what is not UTF-8.
  [[nodiscard]] Next refuse_invalid_utf8() { return lines_.refuse_invalid_utf8(); }

 private:
  LineDialogue lines_;
};

}  // namespace stdnet::handlers
