#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "native/core/error.h"
#include "native/core/line_dialogue.h"
#include "native/core/output.h"
#include "native/core/turn.h"
#include "native/kv/limits.h"
#include "native/kv/store.h"

namespace stdnet::kv {

/// The guide's protocol: `SET <key> <value>`, `GET <key>`, `QUIT`, each on a line. One of these per connection.
/// Nothing is allocated for a request but a new key or value. Threads: the connection's.
class LineProtocol {
 public:
  LineProtocol(Store& store, const Limits& limits)
      : store_(store), lines_(limits.max_line), max_value_(limits.max_value) {}

  [[nodiscard]] Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out);
  /// The peer has sent its last byte: what is left is a line too.
  void on_end(std::span<const std::uint8_t> rest, Output& out);
  /// Why the protocol closed the connection; none after QUIT.
  [[nodiscard]] std::optional<Error> take_error() { return lines_.take_error(); }

 private:
  [[nodiscard]] Next on_line(std::string_view line, Output& out);
  [[nodiscard]] Next set(std::string_view arguments, Output& out);
  void get(std::string_view key, Output& out);

  Store& store_;
  LineDialogue lines_;
  std::size_t max_value_;
};

}  // namespace stdnet::kv
