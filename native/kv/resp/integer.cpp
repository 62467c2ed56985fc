#include "native/kv/resp/integer.h"

#include <charconv>
#include <system_error>

namespace stdnet::kv::resp {

std::optional<std::int64_t> integer_of(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.starts_with('0') && text != "0") return std::nullopt;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace stdnet::kv::resp
