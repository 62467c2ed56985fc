#pragma once

#include <string_view>

namespace stdnet {

/// Rust's `str::trim`: valid UTF-8 without the white space at either end, all that Unicode calls so.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace stdnet
