#include "native/kv/resp/reply.h"

#include <algorithm>
#include <string>

namespace stdnet::kv::resp {

void Reply::bulk_integer(std::int64_t number) {
  std::array<char, 20> text;
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  bulk({text.data(), static_cast<std::size_t>(end - text.data())});
}

void Reply::error(std::string_view text) {
  coded_error("ERR " + std::string(text));
}

void Reply::coded_error(std::string_view text) {
  constexpr std::string_view kBreaks = "\r\n";
  std::string one_line(text.substr(0, text.find_last_not_of(kBreaks) + 1));
  std::ranges::replace_if(
      one_line, [](char c) { return c == '\r' || c == '\n'; }, ' ');
  line('-', one_line);
}

void Reply::wrong_arity(std::string_view name) {
  error("wrong number of arguments for '" + std::string(name) + "' command");
}

void Reply::line(char kind, std::string_view text) {
  out_.append({&kind, 1});
  out_.append(text);
  out_.append("\r\n");
}

}  // namespace stdnet::kv::resp
