#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "native/core/output.h"

namespace stdnet::kv::resp {

/// Writes the replies of RESP2. Threads: the owner's.
class Reply {
 public:
  explicit Reply(Output& out) : out_(out) {}

  void ok() { out_.append("+OK\r\n"); }
  void simple(std::string_view text) { line('+', text); }
  void integer(std::int64_t number) { header(':', number); }
  void null() { out_.append("$-1\r\n"); }
  void array(std::size_t size) { header('*', static_cast<std::int64_t>(size)); }
  void bulk(std::string_view bytes) {
    header('$', static_cast<std::int64_t>(bytes.size()));
    out_.append(bytes);
    out_.append("\r\n");
  }
  void bulk_integer(std::int64_t number);
  /// Replies that are written already.
  void raw(const Output& replies) {
    out_.append(replies.bytes());
    if (replies.lost()) out_.lose();
  }

  /// "-ERR text". An error is one line: what breaks lines becomes blank, or goes at the end.
  void error(std::string_view text);
  /// The same with a code of its own in front.
  void coded_error(std::string_view text);
  /// "-ERR wrong number of arguments for 'name' command"
  void wrong_arity(std::string_view name);

  /// What is gathered is sent before more is made.
  [[nodiscard]] bool full() const { return out_.full(); }

 private:
  void line(char kind, std::string_view text);
  void header(char kind, std::int64_t number) {
    std::array<char, 24> text;
    text[0] = kind;
    char* end = std::to_chars(text.data() + 1, text.data() + text.size() - 2, number).ptr;
    *end++ = '\r';
    *end++ = '\n';
    out_.append({text.data(), static_cast<std::size_t>(end - text.data())});
  }

  Output& out_;
};

}  // namespace stdnet::kv::resp
