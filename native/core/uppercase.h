#pragma once

#include <string_view>

#include "native/core/output.h"

namespace stdnet {

/// Appends Rust's `str::to_uppercase` of `text`, which may be longer than it: `straße` gives `STRASSE`. Text that is all
/// ASCII is seen once, and eight bytes at a time. False: it is not UTF-8, and nothing was appended.
/// Without memory `out` is lost.
[[nodiscard]] bool append_uppercase(std::string_view text, Output& out);

}  // namespace stdnet
