// RESP2's parser: however bytes arrive, the requests are the same; what it has read, it reads again when it is written as Redis
// writes it; and its integers and words are what they are said to be.
#include <cerrno>

#include "native/kv/resp/inline_request.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/parser.h"

#include "fuzzed.h"

using fuzzed::require;
using stdnet::kv::Limits;
using stdnet::kv::resp::Parser;
using Request = std::vector<std::string>;

namespace {

struct Parsed {
  std::vector<Request> requests;
  std::string fault;
  bool limit = false;
  bool operator==(const Parsed&) const = default;
};

/// All that there is in `said`, as a connection's parser comes to see it.
Parsed parsed(std::string_view said, const Limits& limits, fuzzed::Pieces pieces) {
  Parser parser(limits);
  Parsed result;
  std::string pending;
  while (!said.empty()) {
    const std::string_view piece = pieces.next(said);
    said.remove_prefix(piece.size());
    pending += piece;
    for (;;) {
      const auto came = stdnet::bytes_of(pending);
      const std::vector<std::uint8_t> moved(came.begin(), came.end());
      const Parser::Found found = parser.next(moved);
      if (found == Parser::Found::Partial) break;
      if (found == Parser::Found::Malformed) {
        result.fault = parser.fault().text;
        result.limit = parser.fault().limit;
        return result;
      }
      require(parser.size() > 0 && parser.size() <= moved.size(), "a request is what came");
      const auto arguments = parser.arguments(moved);
      result.requests.emplace_back(arguments.begin(), arguments.end());
      pending.erase(0, parser.size());
    }
  }
  return result;
}

std::string written(const Request& request) {
  std::string bytes = "*" + std::to_string(request.size()) + "\r\n";
  for (const std::string& word : request)
    bytes.append("$" + std::to_string(word.size()) + "\r\n").append(word).append("\r\n");
  return bytes;
}

/// In double quotes, each byte as its number.
std::string quoted(const Request& request) {
  constexpr std::string_view kDigits = "0123456789aBcDeF";
  std::string line;
  for (const std::string& word : request) {
    line += "\"";
    for (const std::uint8_t byte : stdnet::bytes_of(word)) {
      line += "\\x";
      line += kDigits[byte >> 4U];
      line += kDigits[byte & 15U];
    }
    line += "\" ";
  }
  return line;
}

Request words_of(std::string_view line) {
  std::string text;
  stdnet::kv::resp::Pieces pieces;
  require(stdnet::kv::resp::split_inline(line, text, pieces), "words in quotes are words");
  Request words;
  for (const auto& piece : pieces) words.push_back(text.substr(piece.start, piece.size));
  return words;
}

void check_integer(const std::string& text) {
  errno = 0;
  const std::int64_t number = std::strtoll(text.c_str(), nullptr, 10);
  const bool canonical = errno == 0 && std::to_string(number) == text;
  const auto found = stdnet::kv::resp::integer_of(text);
  require(found.has_value() == canonical, "an integer has one form");
  require(!canonical || *found == number, "an integer is its digits");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  const Limits limits{.max_line = std::size_t{1} + input.byte(),
                      .max_value = std::size_t{4} * input.byte()};
  const fuzzed::Pieces pieces(input);
  const Parsed whole = parsed(input.rest(), limits, {});
  require(parsed(input.rest(), limits, pieces) == whole, "however it arrives, it is the same");

  std::string again;
  for (const Request& request : whole.requests) {
    again += written(request);
    require(words_of(quoted(request)) == request, "words are what is in their quotes");
    for (const std::string& word : request) check_integer(word);
  }
  require(parsed(again, {}, {}).requests == whole.requests, "what is written is what was read");
  return 0;
}
