#include "native/kv/resp/inline_request.h"

#include <doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Words = std::vector<std::string>;

std::optional<Words> words_of(std::string_view line) {
  std::string text;
  stdnet::kv::resp::Pieces pieces;
  if (!stdnet::kv::resp::split_inline(line, text, pieces)) return std::nullopt;
  Words words;
  for (const auto& piece : pieces) words.push_back(text.substr(piece.start, piece.size));
  return words;
}

}  // namespace

TEST_CASE("words stand between blanks of any kind") {
  CHECK(words_of("") == Words{});
  CHECK(words_of(" \t\r ") == Words{});
  CHECK(words_of("GET key") == Words{"GET", "key"});
  CHECK(words_of("  a\tb\r\vc  ") == Words{"a", "b", "c"});
}

TEST_CASE("quotes keep blanks, and may be empty") {
  CHECK(words_of("SET 'a b' \"c  d\"") == Words{"SET", "a b", "c  d"});
  CHECK(words_of("'' \"\" x") == Words{"", "", "x"});
  CHECK(words_of("ab\"cd\"") == Words{"abcd"});
  CHECK(words_of("\"it's\" 'say \"x\"'") == Words{"it's", "say \"x\""});
}

TEST_CASE("escapes") {
  CHECK(words_of(R"("\n\r\t\b\a\\\"\q")") == Words{"\n\r\t\b\a\\\"q"});
  CHECK(words_of(R"("\x41\xfF\x4")") == Words{"A\xffx4"});
  CHECK(words_of(R"('it\'s \n')") == Words{"it's \\n"});
  CHECK(words_of(R"(a\nb)") == Words{"a\\nb"});
}

TEST_CASE("an open quote, or one that something follows, is refused") {
  for (const std::string_view line :
       {"\"", "'", "a \"b", "\"a\"b", "'a''b'", R"("\")", R"('\')", R"("a\)", "\"a\"'b'"}) {
    CAPTURE(line);
    CHECK_FALSE(words_of(line));
  }
}
