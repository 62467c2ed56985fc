// RESP2 with its commands: however requests arrive, the replies are the same, well formed, and one for each request; and neither
// the store nor what is given to one send grows beyond its bounds.
#include "native/kv/resp/protocol.h"

#include "fuzzed.h"

using fuzzed::require;
using stdnet::kv::Limits;
using stdnet::kv::Store;
using stdnet::kv::resp::Parser;
using stdnet::kv::resp::Protocol;
using stdnet::kv::resp::Service;

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} * 1024;

/// How many requests want a reply; a fault is replied to as well.
std::size_t count_requests(std::string_view said, const Limits& limits) {
  Parser parser(limits);
  std::size_t count = 0;
  for (;;) {
    const auto bytes = stdnet::bytes_of(said);
    const Parser::Found found = parser.next(bytes);
    if (found == Parser::Found::Partial) return count;
    if (found == Parser::Found::Malformed) return count + 1;
    if (!parser.arguments(bytes).empty()) ++count;
    said.remove_prefix(parser.size());
  }
}

/// The line at the start, which ends in "\r\n" and has neither byte inside.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  require(end != std::string_view::npos && rest.substr(end, 2) == "\r\n", "a reply is a line");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

long long number_of(std::string_view digits) {
  const std::string text(digits);
  char* end = nullptr;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  require(!text.empty() && *end == '\0', "a header is a number");
  return number;
}

void take_reply(std::string_view& rest) {
  const std::string_view line = take_line(rest);
  require(!line.empty(), "a reply has a kind");
  const std::string_view told = line.substr(1);
  switch (line.front()) {
    case '+':
    case '-':
      return;
    case ':':
      static_cast<void>(number_of(told));
      return;
    case '*':
      for (long long left = number_of(told); left > 0; --left) take_reply(rest);
      return;
    case '$': {
      const long long size = number_of(told);
      if (size < 0) return;
      const auto end = static_cast<std::size_t>(size);
      require(rest.size() >= end + 2, "a bulk string is as long as it says");
      require(rest.substr(end, 2) == "\r\n", "a bulk string ends in a line's end");
      rest.remove_prefix(end + 2);
      return;
    }
    default:
      require(false, "a reply is of one of the five kinds");
  }
}

std::size_t count_replies(std::string_view replies) {
  std::size_t count = 0;
  for (; !replies.empty(); ++count) take_reply(replies);
  return count;
}

/// One connection to a server of its own, at one moment.
fuzzed::Talk conversation(std::string_view said, const Limits& limits,
                          const fuzzed::Pieces& pieces) {
  Service service(std::make_shared<Store>(stdnet::kv::Seed{1, 2}, kMostBytes,
                                          [] { return stdnet::kv::Deadline{1'000'000}; }),
                  limits);
  Protocol protocol(service);
  fuzzed::Talk heard = fuzzed::talk(protocol, said, pieces);
  require(service.store->bytes() <= kMostBytes, "the store keeps no more than it may");
  require(heard.largest <= 2 * stdnet::Output::kHighWater + kMostBytes, "a send is bounded");
  return heard;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  const Limits limits{.max_line = std::size_t{1} + input.byte(),
                      .max_value = std::size_t{16} * input.byte()};
  const fuzzed::Pieces pieces(input);
  const fuzzed::Talk whole = conversation(input.rest(), limits, {});
  require(conversation(input.rest(), limits, pieces) == whole,
          "however it arrives, it is the same");

  const std::size_t replies = count_replies(whole.replies);
  const std::size_t requests = count_requests(input.rest(), limits);
  const bool quit = whole.closed && !whole.error;
  require(quit ? replies <= requests : replies == requests, "a reply for each request");
  return 0;
}
