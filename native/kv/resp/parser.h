#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/line_scanner.h"
#include "native/kv/limits.h"
#include "native/kv/resp/pieces.h"

namespace stdnet::kv::resp {

/// Why bytes are not a request, in Redis's words.
struct Fault {
  std::string text;
  bool limit = false;  ///< well-formed, but over a limit
};

/// Finds requests in bytes that come in pieces: arrays of bulk strings, and inline commands. The caller keeps the bytes of
/// an unfinished request and shows them again with what followed; the parser remembers how far it has looked, so that a
/// request of n bytes costs n however it trickles in. It copies no argument and allocates nothing once it has seen a
/// request of the same size. Threads: the connection's.
class Parser {
 public:
  enum class Found { Request, Partial, Malformed };

  /// As Redis before 7, which takes INT_MAX: a million empty ones weigh 6 MB here, and 24 MB more to keep their places.
  static constexpr std::size_t kMostArguments = std::size_t{1024} * 1024;

  explicit Parser(const Limits& limits)
      : max_line_(limits.max_line),
        max_value_(limits.max_value),
        max_request_(limits.max_request()),
        line_(limits.max_line) {}

  /// The first request of `bytes`. After Partial, the next call must bring the same bytes first; after Request, what is
  /// behind them.
  [[nodiscard]] Found next(std::span<const std::uint8_t> bytes);

  /// After Request, with the same bytes, wherever they lie now. Valid until the next call of anything here; may be empty.
  [[nodiscard]] std::span<const std::string_view> arguments(std::span<const std::uint8_t> bytes);
  /// After Request: how many bytes it took.
  [[nodiscard]] std::size_t size() const { return at_; }
  /// After Malformed.
  [[nodiscard]] const Fault& fault() const { return fault_; }

 private:
  enum class Stage { Start, Array, Done };

  [[nodiscard]] Found inline_request(std::span<const std::uint8_t> bytes);
  [[nodiscard]] Found array(std::string_view text);
  [[nodiscard]] Found array_header(std::string_view text);
  [[nodiscard]] bool whole_argument(std::string_view text);
  [[nodiscard]] Found argument(std::string_view text);
  [[nodiscard]] Found bulk_header(std::string_view text);
  /// The number between the byte at `at_` and the next "\r\n", in `number_`. Request: `at_` is behind it.
  [[nodiscard]] Found header(std::string_view text, std::string_view too_big);
  [[nodiscard]] Found malformed(std::string text, bool limit = false);
  void start();

  const std::size_t max_line_;
  const std::size_t max_value_;
  const std::size_t max_request_;

  Stage stage_ = Stage::Start;
  std::size_t at_ = 0;               ///< everything before is understood
  std::size_t scanned_ = 0;          ///< the line at `at_` does not end before
  std::size_t to_come_ = 0;          ///< arguments
  std::optional<std::size_t> bulk_;  ///< the size of the argument at `at_`, if its header has come
  std::optional<std::int64_t> number_;  ///< of the last header; none: that was no number
  Pieces pieces_;
  LineScanner line_;
  bool inline_ = false;
  std::string words_;  ///< of an inline request
  std::vector<std::string_view> arguments_;
  Fault fault_;
};

}  // namespace stdnet::kv::resp
