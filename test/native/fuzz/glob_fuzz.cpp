// Redis's patterns against a table of what matches what.
#include "native/kv/resp/glob.h"

#include <bitset>

#include "fuzzed.h"

using fuzzed::require;

namespace {

/// A star, or the characters that one place may have.
struct Place {
  bool star = false;
  std::bitset<256> characters;
};

std::size_t index_of(char c) {
  return static_cast<std::uint8_t>(c);
}

/// What is between brackets; `at` is behind the '[', and then behind the ']'.
Place bracket(std::string_view pattern, std::size_t& at) {
  Place place;
  const bool negated = at < pattern.size() && pattern[at] == '^';
  if (negated) ++at;
  while (at < pattern.size() && pattern[at] != ']') {
    if (pattern[at] == '\\' && at + 1 < pattern.size()) {
      place.characters.set(index_of(pattern[at + 1]));
      at += 2;
    } else if (at + 2 < pattern.size() && pattern[at + 1] == '-') {
      // By plain char, as Redis compares them.
      const auto [low, high] = std::minmax(pattern[at], pattern[at + 2]);
      for (int c = low; c <= high; ++c) place.characters.set(index_of(static_cast<char>(c)));
      at += 3;
    } else {
      place.characters.set(index_of(pattern[at++]));
    }
  }
  if (at < pattern.size()) ++at;
  if (negated) place.characters.flip();
  return place;
}

std::vector<Place> places_of(std::string_view pattern) {
  std::vector<Place> places;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at++];
    if (c == '*') {
      places.push_back({true, {}});
    } else if (c == '[') {
      places.push_back(bracket(pattern, at));
    } else {
      Place place;
      if (c == '?') {
        place.characters.set();
      } else {
        place.characters.set(index_of(c == '\\' && at < pattern.size() ? pattern[at++] : c));
      }
      places.push_back(place);
    }
  }
  return places;
}

bool matches(std::string_view pattern, std::string_view text) {
  if (text.empty()) return pattern.empty() || pattern == "*";  // Redis's own rule
  // What has been seen of the text ends at each of these.
  std::vector<bool> reached(text.size() + 1);
  reached[0] = true;
  for (const Place& place : places_of(pattern)) {
    std::vector<bool> next(reached.size());
    for (std::size_t i = 0; i < reached.size(); ++i) {
      if (place.star) {
        next[i] = reached[i] || (i > 0 && next[i - 1]);
      } else {
        next[i] = i > 0 && reached[i - 1] && place.characters[index_of(text[i - 1])];
      }
    }
    reached = next;
  }
  return reached.back();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  const std::string pattern(input.bytes(input.byte()));
  const std::string text(input.rest().substr(0, 256));
  require(stdnet::kv::resp::glob_matches(pattern, text) == matches(pattern, text),
          "a pattern matches what the table says");
  return 0;
}
