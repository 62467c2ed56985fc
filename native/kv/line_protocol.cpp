#include "native/kv/line_protocol.h"

#include "native/core/utf8.h"

namespace stdnet::kv {
namespace {

struct Split {
  std::string_view head;
  std::optional<std::string_view> tail;  ///< none: there was no space
};

/// At the first space, which is in neither part. One step of Rust's `splitn(' ')`.
Split split(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {text, std::nullopt};
  return {text.substr(0, space), text.substr(space + 1)};
}

}  // namespace

Turn LineProtocol::on_bytes(std::span<const std::uint8_t> bytes, Output& out) {
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
        turn.next = on_line(line.text, out);
        if (turn.next == Next::Close) return turn;
    }
  }
  turn.next = Next::Again;
  return turn;
}

void LineProtocol::on_end(std::span<const std::uint8_t> rest, Output& out) {
  if (!rest.empty()) static_cast<void>(on_line(LineScanner::last(rest).text, out));
}

Next LineProtocol::on_line(std::string_view line, Output& out) {
  if (!is_utf8(line)) {
    error_ =
        Error::of(ErrorKind::InvalidData, "ERR_INVALID_DATA", "stream did not contain valid UTF-8");
    return Next::Close;
  }
  const auto [command, arguments] = split(line);
  if (command == "GET") {
    get(split(arguments.value_or(std::string_view())).head, out);
  } else if (command == "SET") {
    return set(arguments.value_or(std::string_view()), out);
  } else if (command == "QUIT") {
    return Next::Close;
  } else {
    out.append("ERR unknown command\n");
  }
  return Next::More;
}

Next LineProtocol::set(std::string_view arguments, Output& out) {
  const auto [key, value] = split(arguments);
  if (!value) {
    out.append("ERR usage: SET <key> <value>\n");
    return Next::More;
  }
  if (value->size() > max_value_) return refuse_long_line(out);
  out.append(store_.set(key, *value) ? "OK\n" : "ERR out of memory\n");
  return Next::More;
}

void LineProtocol::get(std::string_view key, Output& out) {
  if (!store_.get(key, out)) out.append("(nil)");
  out.append("\n");
}

Next LineProtocol::refuse_long_line(Output& out) {
  out.append("ERR line too long\n");
  error_ = Error::of(ErrorKind::InvalidData, "ERR_LIMIT_EXCEEDED", "line too long");
  return Next::Close;
}

}  // namespace stdnet::kv
