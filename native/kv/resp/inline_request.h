#pragma once

#include <string>
#include <string_view>

#include "native/kv/resp/pieces.h"

namespace stdnet::kv::resp {

/// Splits a request that a human types: words, between blanks, or in quotes with the escapes of C strings (\n \r \b \t \a
/// \xHH) in double ones and \' in single ones. Appends the words' bytes to `text` and where they lie to `pieces`.
/// False: a quote is not closed, or not followed by a blank.
[[nodiscard]] bool split_inline(std::string_view line, std::string& text, Pieces& pieces);

}  // namespace stdnet::kv::resp
