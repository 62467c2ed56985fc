#include "native/kv/resp/inline_request.h"

#include <cstddef>
#include <optional>

namespace stdnet::kv::resp {
namespace {

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'a':
      return '\a';
    default:
      return c;
  }
}

/// Reads one word after the other; `at_` is behind what was read.
class Words {
 public:
  Words(std::string_view line, std::string& text) : line_(line), text_(text) {}

  [[nodiscard]] bool more() {
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    return at_ < line_.size();
  }
  /// False: unbalanced quotes.
  [[nodiscard]] bool read() {
    for (; at_ < line_.size() && !is_blank(line_[at_]); ++at_) {
      const char c = line_[at_];
      if (c != '"' && c != '\'') {
        text_ += c;
        continue;
      }
      if (!read_quoted(c)) return false;
      return ++at_ == line_.size() || is_blank(line_[at_]);
    }
    return true;
  }

 private:
  /// Up to the closing quote, and not beyond it.
  bool read_quoted(char quote) {
    while (++at_ < line_.size() && line_[at_] != quote) {
      if (line_[at_] != '\\' || at_ + 1 == line_.size()) {
        text_ += line_[at_];
      } else if (quote == '\'') {
        if (line_[at_ + 1] == '\'') ++at_;
        text_ += line_[at_];
      } else {
        read_escape();
      }
    }
    return at_ < line_.size();
  }

  void read_escape() {
    if (line_[at_ + 1] == 'x' && at_ + 3 < line_.size()) {
      const auto high = hex_digit(line_[at_ + 2]);
      const auto low = hex_digit(line_[at_ + 3]);
      if (high && low) {
        text_ += static_cast<char>(*high << 4U | *low);
        at_ += 3;
        return;
      }
    }
    text_ += escaped(line_[++at_]);
  }

  std::string_view line_;
  std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

bool split_inline(std::string_view line, std::string& text, Pieces& pieces) {
  Words words(line, text);
  while (words.more()) {
    const std::size_t start = text.size();
    if (!words.read()) return false;
    pieces.push_back(
        {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(text.size() - start)});
  }
  return true;
}

}  // namespace stdnet::kv::resp
