#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/error.h"
#include "native/core/output.h"
#include "native/core/text.h"
#include "native/core/turn.h"

/// What libFuzzer calls with each input, and replay.cpp with those that were kept: all that a target has.
// NOLINTNEXTLINE(readability-identifier-naming): it is libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzzed {

/// Ends the program with words, unless it holds: libFuzzer keeps the input, and a test fails.
inline void require(bool holds, const char* what) {
  if (holds) return;
  static_cast<void>(std::fprintf(stderr, "does not hold: %s\n", what));
  std::abort();
}

/// An input: in front what shapes the run, behind it what is parsed.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(size == 0 ? std::string_view() : stdnet::text_of({data, size})) {}

  /// 0 once there is nothing left.
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  std::string_view bytes(std::size_t most) {
    const std::string_view some = rest_.substr(0, most);
    rest_.remove_prefix(some.size());
    return some;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// How bytes arrive: in pieces of four sizes that take turns; 0 is all that is left.
class Pieces {
 public:
  Pieces() = default;  // all at once
  explicit Pieces(Input& input) {
    for (std::size_t& size : sizes_) size = input.byte();
  }
  [[nodiscard]] std::string_view next(std::string_view rest) {
    const std::size_t size = sizes_[turn_++ % sizes_.size()];
    return size == 0 ? rest : rest.substr(0, size);
  }

 private:
  std::array<std::size_t, 4> sizes_{};
  std::size_t turn_ = 0;
};

struct Talk {
  std::string replies;
  std::size_t largest = 0;  ///< that was given to one send
  bool closed = false;
  std::optional<stdnet::Error> error;

  /// The same, as far as a peer and an operator can tell.
  [[nodiscard]] bool operator==(const Talk& other) const {
    return replies == other.replies && closed == other.closed && code() == other.code();
  }
  [[nodiscard]] std::string_view code() const { return error ? error->code : std::string_view(); }
};

/// A conversation with a protocol, from its first byte to its last, led as a server leads it: what was not consumed comes again,
/// in memory of exactly its size and at another place, with what came after it.
template <typename Protocol>
Talk talk(Protocol& protocol, std::string_view said, Pieces pieces) {
  Talk heard;
  std::vector<std::uint8_t> pending;
  const auto take = [&](stdnet::Output& out) {
    heard.replies += stdnet::text_of(out.bytes());
    heard.largest = std::max(heard.largest, out.bytes().size());
  };
  while (!said.empty() && !heard.closed) {
    const std::string_view piece = pieces.next(said);
    said.remove_prefix(piece.size());
    const auto came = stdnet::bytes_of(piece);
    pending.insert(pending.end(), came.begin(), came.end());
    for (auto next = stdnet::Next::Again; next == stdnet::Next::Again && !pending.empty();) {
      const std::vector<std::uint8_t> moved(pending);
      stdnet::Output out;
      const stdnet::Turn turn = protocol.on_bytes(moved, out);
      require(turn.consumed <= moved.size(), "no more is consumed than came");
      take(out);
      pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(turn.consumed));
      next = turn.next;
      heard.closed = next == stdnet::Next::Close;
    }
  }
  if constexpr (requires(stdnet::Output & out) { protocol.on_end(pending, out); }) {
    if (!heard.closed) {
      stdnet::Output out;
      protocol.on_end(pending, out);
      take(out);
    }
  }
  heard.error = protocol.take_error();
  return heard;
}

}  // namespace fuzzed
