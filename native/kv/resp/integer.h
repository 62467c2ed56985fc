#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stdnet::kv::resp {

/// What Redis takes for an integer, in headers, arguments and values: its one canonical form, within 64 bits. No plus, no
/// blank, no leading zero, no "-0".
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text);

}  // namespace stdnet::kv::resp
