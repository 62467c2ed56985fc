#include "native/kv/resp/glob.h"

#include <algorithm>
#include <cstddef>

namespace stdnet::kv::resp {
namespace {

/// Of comparing; in all, and for each character of the text. Less than a millisecond for a short text, and more than any
/// pattern of some hundred characters can need for one.
constexpr std::size_t kSteps = 1 << 18;
constexpr std::size_t kStepsEach = 16;

/// One element of a pattern, which stands for one character.
struct Element {
  bool matches;
  std::size_t size;
};

/// What is between brackets. One that is never closed ends with the pattern, as in Redis.
Element bracket(std::string_view pattern, char c) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && pattern[at] == '^';
  if (negated) ++at;
  bool found = false;
  for (; at < pattern.size() && pattern[at] != ']'; ++at) {
    const std::size_t left = pattern.size() - at;
    if (pattern[at] == '\\' && left >= 2) {
      ++at;
      found |= pattern[at] == c;
    } else if (left >= 3 && pattern[at + 1] == '-') {
      const auto [low, high] = std::minmax(pattern[at], pattern[at + 2]);
      found |= c >= low && c <= high;
      at += 2;
    } else {
      found |= pattern[at] == c;
    }
  }
  return {found != negated, std::min(at + 1, pattern.size())};
}

Element element(std::string_view pattern, char c) {
  switch (pattern.front()) {
    case '?':
      return {true, 1};
    case '[':
      return bracket(pattern, c);
    case '\\':
      if (pattern.size() >= 2) return {pattern[1] == c, 2};
      [[fallthrough]];
    default:
      return {pattern.front() == c, 1};
  }
}

}  // namespace

std::optional<bool> glob_matches(std::string_view pattern, std::string_view text) {
  // Nothing but the whole pattern "*" is compared with an empty text by Redis.
  if (text.empty()) return pattern.empty() || pattern == "*";
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  // A star takes nothing at first, and one character more each time that what follows it does not match. What an earlier
  // star took needs no second thought: the last one can make up for it.
  std::size_t star = std::string_view::npos;
  std::size_t taken_to = 0;
  std::size_t steps = kSteps + kStepsEach * text.size();
  while (at < text.size()) {
    if (in_pattern < pattern.size()) {
      if (pattern[in_pattern] == '*') {
        star = ++in_pattern;
        taken_to = at;
        continue;
      }
      const Element next = element(pattern.substr(in_pattern), text[at]);
      if (next.size > steps) return std::nullopt;
      steps -= next.size;
      if (next.matches) {
        in_pattern += next.size;
        ++at;
        continue;
      }
    }
    if (star == std::string_view::npos) return false;
    in_pattern = star;
    at = ++taken_to;
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

}  // namespace stdnet::kv::resp
