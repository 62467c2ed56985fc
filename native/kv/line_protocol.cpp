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
  return lines_.on_bytes(bytes, out, [&](std::string_view line) { return on_line(line, out); });
}

void LineProtocol::on_end(std::span<const std::uint8_t> rest, Output& out) {
  lines_.on_end(rest, [&](std::string_view line) { return on_line(line, out); });
}

Next LineProtocol::on_line(std::string_view line, Output& out) {
  if (!is_utf8(line)) return lines_.refuse_invalid_utf8();
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
  if (value->size() > max_value_) return lines_.refuse_long_line(out);
  out.append(store_.set(key, *value) ? "OK\n" : "ERR out of memory\n");
  return Next::More;
}

void LineProtocol::get(std::string_view key, Output& out) {
  if (!store_.get(key, out)) out.append("(nil)");
  out.append("\n");
}

}  // namespace stdnet::kv
