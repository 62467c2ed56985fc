#pragma once

#include <algorithm>
#include <string_view>

namespace stdnet::kv::resp {

inline constexpr std::string_view kBadClientName =
    "Client names cannot contain spaces, newlines or special characters.";

/// Visible ASCII, or nothing at all, which takes the name away.
[[nodiscard]] constexpr bool is_client_name(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return c >= '!' && c <= '~'; });
}

}  // namespace stdnet::kv::resp
