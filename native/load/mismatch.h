#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "native/core/error.h"

/// What is said of replies that are not what they must be.
namespace stdnet::load {

/// The error for a reply that is not what it must be.
[[nodiscard]] Error mismatch(std::string text);
/// The same of one byte. `offset` counts from the connection's first byte.
[[nodiscard]] Error wrong_byte(std::uint64_t offset, std::uint8_t expected, std::uint8_t got);
/// The error for bytes that nothing was asked for.
[[nodiscard]] Error unasked_bytes(std::uint64_t offset);

/// Where the two differ first; their common size if they do not. Both have the same size.
[[nodiscard]] std::size_t first_difference(std::span<const std::uint8_t> a,
                                           std::span<const std::uint8_t> b);

}  // namespace stdnet::load
