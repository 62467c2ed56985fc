#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Bytes as text and text as bytes, where they are: nothing is copied, and nothing is checked. Threads: any.
namespace stdnet {

[[nodiscard]] inline std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace stdnet
