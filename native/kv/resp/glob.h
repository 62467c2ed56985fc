#pragma once

#include <string_view>

namespace stdnet::kv::resp {

/// Whether `text` is what a pattern of Redis tells: `*`, `?`, `[abc]`, `[^a-z]`, and `\` before what is meant as itself. At
/// most their sizes multiplied, whatever the pattern.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace stdnet::kv::resp
