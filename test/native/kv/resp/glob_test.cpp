#include "native/kv/resp/glob.h"

#include <doctest.h>

#include <optional>
#include <string>
#include <string_view>

using stdnet::kv::resp::glob_matches;

TEST_CASE("what matches, and what does not") {
  struct Case {
    std::string_view pattern;
    std::string_view text;
    bool matches;
  };
  for (const Case& each : {
           Case{"", "", true},
           Case{"", "a", false},
           Case{"*", "", true},
           Case{"*", "any", true},
           Case{"**", "", false},
           Case{"?*", "", false},
           Case{"a", "a", true},
           Case{"a", "A", false},
           Case{"a", "ab", false},
           Case{"a*", "a", true},
           Case{"a**", "a", true},
           Case{"*a", "bca", true},
           Case{"*a", "bcab", false},
           Case{"a*b*c", "a--b--c", true},
           Case{"a*b*c", "a--c--b", false},
           Case{"*ab", "aab", true},
           Case{"?", "a", true},
           Case{"?", "ab", false},
           Case{"h?llo", "hallo", true},
           Case{"h[ae]llo", "hello", true},
           Case{"h[ae]llo", "hillo", false},
           Case{"h[^e]llo", "hallo", true},
           Case{"h[^e]llo", "hello", false},
           Case{"[a-c]", "b", true},
           Case{"[c-a]", "b", true},
           Case{"[a-c]", "d", false},
           Case{"[^a-c]x", "dx", true},
           Case{"[\\]]", "]", true},
           Case{"[a\\-z]", "-", true},
           Case{"[a\\-z]", "m", false},
           Case{"[]a]", "a]", false},
           Case{"[abc", "b", true},
           Case{"[abc", "d", false},
           Case{"[^", "x", true},
           Case{"[", "x", false},
           Case{"[a-", "-", true},
           Case{"\\*", "*", true},
           Case{"\\*", "a", false},
           Case{"a\\", "a\\", true},
           Case{"\\a", "a", true},
           Case{"*[0-9]", "key:7", true},
       }) {
    CAPTURE(each.pattern);
    CAPTURE(each.text);
    CHECK(glob_matches(each.pattern, each.text) == each.matches);
  }
  CHECK(glob_matches(std::string_view("a\0*", 3), std::string_view("a\0b", 3)) == true);
}

TEST_CASE("no pattern takes longer than its size times the text's") {
  std::string pattern;
  for (int i = 0; i < 500; ++i) pattern += "*a";
  CHECK(glob_matches(pattern + "b", std::string(5000, 'a')) == false);
}

TEST_CASE("what takes too long is not tried to the end") {
  const std::string text(60'000, 'a');
  CHECK(glob_matches("*" + std::string(8'000, '?') + "b", text) == std::nullopt);
  CHECK(glob_matches("*[" + std::string(8'000, 'b'), text) == std::nullopt);
  CHECK(glob_matches("*" + std::string(500, '?') + "b", text.substr(0, 500)) == false);
  CHECK(glob_matches("*aaaaaaaaab", text) == false);
  CHECK(glob_matches("*aaaaaaaaa", text) == true);
}
