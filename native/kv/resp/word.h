#pragma once

#include <algorithm>
#include <string_view>

namespace stdnet::kv::resp {

[[nodiscard]] constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether an argument is that word, whatever the case of its letters. `lower` is lower case.
[[nodiscard]] constexpr bool is_word(std::string_view argument, std::string_view lower) {
  return std::ranges::equal(argument, lower, {}, lower_case);
}

}  // namespace stdnet::kv::resp
