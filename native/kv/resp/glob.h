#pragma once

#include <optional>
#include <string_view>

namespace stdnet::kv::resp {

/// Whether `text` is what a pattern of Redis tells: `*`, `?`, `[abc]`, `[^a-z]`, and `\` before what is meant as itself.
/// Nullopt: it takes too long to find out, as it does where pattern and text have thousands of characters. Others wait for
/// whoever asks: the text is in a store whose lock they want.
[[nodiscard]] std::optional<bool> glob_matches(std::string_view pattern, std::string_view text);

}  // namespace stdnet::kv::resp
