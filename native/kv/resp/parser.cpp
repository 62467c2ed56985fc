#include "native/kv/resp/parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "native/core/text.h"
#include "native/kv/resp/inline_request.h"
#include "native/kv/resp/integer.h"

namespace stdnet::kv::resp {
namespace {

/// What a request of a usual size takes is kept for the next one; what an unusual one took is not.
constexpr std::size_t kKeptArguments = 1024;
constexpr std::size_t kKeptWords = 4096;

/// The number between `at` and the next "\r\n", if it is of a few digits and whole, as almost all are. Returns what is behind
/// it; null: whatever it is, it is looked at with more care.
inline const char* short_number(const char* at, const char* end, std::size_t& number) {
  constexpr std::ptrdiff_t kDigits = 9;
  const char* const first = at;
  std::size_t value = 0;
  for (; at < end && at - first < kDigits && *at >= '0' && *at <= '9'; ++at) {
    value = value * 10 + static_cast<std::size_t>(*at - '0');
  }
  if (at == first || end - at < 2 || *at != '\r' || (*first == '0' && at - first > 1)) {
    return nullptr;
  }
  number = value;
  return at + 2;
}

/// As Redis writes it into an error: that stays one line.
char in_one_line(char c) {
  return c == '\r' || c == '\n' ? ' ' : c;
}

}  // namespace

Parser::Found Parser::next(std::span<const std::uint8_t> bytes) {
  if (stage_ == Stage::Done) start();
  if (bytes.empty()) return Found::Partial;
  if (stage_ == Stage::Start && bytes.front() != '*') return inline_request(bytes);
  return array(text_of(bytes));
}

void Parser::start() {
  stage_ = Stage::Start;
  at_ = 0;
  scanned_ = 0;
  if (pieces_.capacity() > kKeptArguments) {
    pieces_ = {};
    arguments_ = {};
  }
  if (words_.capacity() > kKeptWords) words_ = {};
  pieces_.clear();
}

std::span<const std::string_view> Parser::arguments(std::span<const std::uint8_t> bytes) {
  const std::string_view text = inline_ ? std::string_view(words_) : text_of(bytes);
  arguments_.clear();
  for (const Piece& piece : pieces_) {
    arguments_.emplace_back(text.data() + piece.start, piece.size);
  }
  return arguments_;
}

Parser::Found Parser::inline_request(std::span<const std::uint8_t> bytes) {
  LineScanner::Line line;
  switch (line_.next(bytes, line)) {
    case LineScanner::Found::Partial:
      return Found::Partial;
    case LineScanner::Found::TooLong:
      return malformed("too big inline request", true);
    case LineScanner::Found::Line:
      break;
  }
  words_.clear();
  if (!split_inline(line.text, words_, pieces_)) return malformed("unbalanced quotes in request");
  inline_ = true;
  at_ = line.size;
  stage_ = Stage::Done;
  return Found::Request;
}

Parser::Found Parser::array(std::string_view text) {
  if (stage_ == Stage::Start) {
    if (const Found found = array_header(text); found != Found::Request) return found;
  }
  for (; to_come_ > 0; --to_come_) {
    if (!bulk_ && whole_argument(text)) continue;
    if (const Found found = argument(text); found != Found::Request) return found;
  }
  stage_ = Stage::Done;
  return Found::Request;
}

Parser::Found Parser::array_header(std::string_view text) {
  if (const Found found = header(text, "too big mbulk count string"); found != Found::Request)
    return found;
  const bool limit = number_ && *number_ > static_cast<std::int64_t>(kMostArguments);
  if (!number_ || limit) return malformed("invalid multibulk length", limit);
  to_come_ = static_cast<std::size_t>(std::max<std::int64_t>(*number_, 0));
  inline_ = false;
  stage_ = Stage::Array;
  return Found::Request;
}

/// An argument of which all has come, header included, without a state in between.
inline bool Parser::whole_argument(std::string_view text) {
  const char* const end = text.data() + text.size();
  if (at_ == text.size() || text[at_] != '$') return false;
  std::size_t size = 0;
  const char* const value = short_number(text.data() + at_ + 1, end, size);
  if (value == nullptr || size > max_value_) return false;
  const auto start = static_cast<std::size_t>(value - text.data());
  if (start - at_ - 2 >= max_line_) return false;
  if (text.size() - start < size + 2 || start + size + 2 > max_request_) return false;
  pieces_.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(size)});
  at_ = scanned_ = start + size + 2;
  return true;
}

Parser::Found Parser::argument(std::string_view text) {
  if (!bulk_) {
    if (const Found found = bulk_header(text); found != Found::Request) return found;
  }
  // What stands where "\r\n" should is not looked at, as in Redis.
  if (text.size() - at_ < *bulk_ + 2) return Found::Partial;
  pieces_.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(*bulk_)});
  at_ = scanned_ = at_ + *bulk_ + 2;
  bulk_.reset();
  return Found::Request;
}

Parser::Found Parser::bulk_header(std::string_view text) {
  const std::size_t start = at_;
  if (const Found found = header(text, "too big bulk count string"); found != Found::Request)
    return found;
  if (text[start] != '$') {
    return malformed(std::string("expected '$', got '") + in_one_line(text[start]) + "'");
  }
  const bool limit = number_ && *number_ > static_cast<std::int64_t>(max_value_);
  if (!number_ || *number_ < 0 || limit) return malformed("invalid bulk length", limit);
  const auto size = static_cast<std::size_t>(*number_);
  if (at_ + size + 2 > max_request_) return malformed("too big request", true);
  bulk_ = size;
  return Found::Request;
}

Parser::Found Parser::header(std::string_view text, std::string_view too_big) {
  const std::string_view line = text.substr(at_, max_line_);
  const std::size_t end = line.find('\r', scanned_ - at_);
  if (end == std::string_view::npos) {
    scanned_ = at_ + line.size();
    return line.size() == max_line_ ? malformed(std::string(too_big), true) : Found::Partial;
  }
  scanned_ = at_ + end;
  if (scanned_ + 2 > text.size()) return Found::Partial;
  number_ = integer_of(line.substr(1, end - 1));
  at_ = scanned_ += 2;
  return Found::Request;
}

Parser::Found Parser::malformed(std::string text, bool limit) {
  fault_ = {std::move(text), limit};
  return Found::Malformed;
}

}  // namespace stdnet::kv::resp
