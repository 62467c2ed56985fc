#pragma once

#include <doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What Rust says of upper case and white space (test/conformance/records/uppercase.jsonl).
struct RustRecord {
  std::string unicode;
  std::vector<char32_t> white_space;
  /// Of every code point that is not its own upper case.
  std::map<char32_t, std::vector<char32_t>> uppercase;
};

/// The numbers between the brackets.
[[nodiscard]] inline std::vector<char32_t> numbers_of(const std::string& line) {
  std::vector<char32_t> numbers;
  const char* at = line.c_str() + line.find('[');
  while (*at == '[' || *at == ',') {
    char* end = nullptr;
    numbers.push_back(static_cast<char32_t>(std::strtoul(at + 1, &end, 10)));
    at = end;
  }
  return numbers;
}

[[nodiscard]] inline RustRecord rust_record() {
  std::ifstream file(STDNET_ROOT "/test/conformance/records/uppercase.jsonl");
  RustRecord record;
  std::string line;
  REQUIRE(std::getline(file, line));
  record.unicode = line.substr(12, line.size() - 14);  // {"unicode":"17.0.0"}
  REQUIRE(std::getline(file, line));
  record.white_space = numbers_of(line);
  while (std::getline(file, line)) {
    const auto numbers = numbers_of(line);
    REQUIRE(numbers.size() >= 2);
    record.uppercase[numbers[0]] = {numbers.begin() + 1, numbers.end()};
  }
  return record;
}

[[nodiscard]] inline bool is_scalar(char32_t c) {
  return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}
