#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "native/core/text.h"

namespace stdnet {

/// Finds lines in bytes that come in pieces. The caller keeps the bytes of an unfinished line and shows them again with
/// what followed; the scanner remembers how far it has looked, so that a line of n bytes costs n however it trickles in.
/// Threads: the owner's, one at a time.
class LineScanner {
 public:
  enum class Found { Line, Partial, TooLong };
  struct Line {
    std::string_view text;  ///< without its "\n" or "\r\n"
    std::size_t size = 0;   ///< with it
  };

  /// `limit`: the most bytes of a line, its newline included.
  explicit LineScanner(std::size_t limit) : limit_(limit) {}

  /// The first line of `bytes`. After Partial, the next call must bring the same bytes first.
  [[nodiscard]] Found next(std::span<const std::uint8_t> bytes, Line& line) {
    const auto within = bytes.first(std::min(bytes.size(), limit_));
    const auto unseen = within.subspan(scanned_);
    const void* newline =
        unseen.empty() ? nullptr : std::memchr(unseen.data(), '\n', unseen.size());
    if (newline == nullptr) {
      scanned_ = within.size();
      return within.size() == limit_ ? Found::TooLong : Found::Partial;
    }
    scanned_ = 0;
    const auto end =
        static_cast<std::size_t>(static_cast<const std::uint8_t*>(newline) - bytes.data());
    line.size = end + 1;
    line.text = text_of(bytes.first(end > 0 && bytes[end - 1] == '\r' ? end - 1 : end));
    return Found::Line;
  }

  /// All of `bytes` as the last line of a stream, which needs no newline. A '\r' at its end is part of it, as in Rust.
  [[nodiscard]] static Line last(std::span<const std::uint8_t> bytes) {
    return Line{text_of(bytes), bytes.size()};
  }

 private:
  std::size_t limit_;
  std::size_t scanned_ = 0;
};

}  // namespace stdnet
