// The line dialogue under handlers::lines: however lines arrive, the answers are those to the whole text cut at its newlines.
#include <span>

#include "native/core/trimmed.h"
#include "native/core/uppercase.h"
#include "native/handlers/registry.h"

#include "fuzzed.h"
#include "reference.h"

using fuzzed::require;

namespace {

/// The guide's server, over text that has come as a whole. After the last byte there is nothing left to close.
fuzzed::Talk expected(std::string_view said, std::size_t limit) {
  fuzzed::Talk heard;
  const auto refused = [&heard](std::string_view code, bool closed) {
    heard.error = stdnet::Error::of(stdnet::ErrorKind::InvalidData, code, "");
    heard.closed = closed;
    return heard;
  };
  while (!said.empty()) {
    const auto [line, size, ended] = fuzzed::first_line(said);
    if (ended ? size > limit : size >= limit) {
      heard.replies += "ERR line too long\n";
      return refused("ERR_LIMIT_EXCEEDED", true);
    }
    said.remove_prefix(size);
    if (fuzzed::decode(line).valid < line.size()) return refused("ERR_INVALID_DATA", ended);
    if (stdnet::trimmed(line) == "quit") {
      heard.replies += "bye\n";
      heard.closed = ended;
      return heard;
    }
    stdnet::Output out;
    require(stdnet::append_uppercase(line, out), "UTF-8 has an upper case");
    heard.replies.append(stdnet::text_of(out.bytes())).append("\n");
  }
  return heard;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  const std::size_t limit = std::size_t{1} + input.byte();
  const fuzzed::Pieces pieces(input);
  const auto factory =
      stdnet::handlers::lines({.max_line = limit, .max_value = 0, .store = nullptr});
  const fuzzed::Talk right = expected(input.rest(), limit);
  const auto whole = factory->make();
  require(fuzzed::talk(*whole, input.rest(), {}) == right, "the answers to the whole");
  const auto cut = factory->make();
  const fuzzed::Talk heard = fuzzed::talk(*cut, input.rest(), pieces);
  require(heard == right, "however it arrives, the answers are the same");
  require(heard.largest < stdnet::Output::kHighWater + 3 * limit, "a turn ends at the high water");
  return 0;
}
