// utf8, trimmed and uppercase against definitions. What one code point alone becomes is held against Rust in
// test/native/core/uppercase_test.cpp and trimmed_test.cpp; here it is how they stand beside each other, and what is not UTF-8.
#include "native/core/trimmed.h"
#include "native/core/uppercase.h"
#include "native/core/utf8.h"

#include "fuzzed.h"
#include "reference.h"

using fuzzed::require;

namespace {

std::string encoded(char32_t c) {
  std::array<std::uint8_t, stdnet::kMostUtf8> bytes{};
  return std::string(stdnet::text_of({bytes.data(), stdnet::write_utf8(c, bytes.data())}));
}

bool is_white_space(char32_t c) {
  return stdnet::trimmed(encoded(c)).empty();
}

std::string upper(char32_t c) {
  stdnet::Output out;
  require(stdnet::append_uppercase(encoded(c), out), "a code point is UTF-8");
  return std::string(stdnet::text_of(out.bytes()));
}

void check_valid(std::string_view text, std::u32string_view points) {
  std::string again;
  std::string uppercase;
  for (const char32_t c : points) {
    again += encoded(c);
    uppercase += upper(c);
  }
  require(again == text, "what is decoded is encoded as it was");
  stdnet::Output out;
  require(stdnet::append_uppercase(text, out), "UTF-8 has an upper case");
  require(stdnet::text_of(out.bytes()) == uppercase, "upper case is that of each code point");

  if (points.empty()) return require(stdnet::trimmed(text).empty(), "nothing stays nothing");
  require(stdnet::first_code_point(text).value == points.front(), "the first code point");
  require(stdnet::last_code_point(text).value == points.back(), "the last code point");
  while (!points.empty() && is_white_space(points.front())) points.remove_prefix(1);
  while (!points.empty() && is_white_space(points.back())) points.remove_suffix(1);
  require(fuzzed::decode(stdnet::trimmed(text)).text == points, "what is between white space");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> exact(data, data + size);
  const std::string_view text = stdnet::text_of(exact);
  const fuzzed::Decoded decoded = fuzzed::decode(text);
  require(stdnet::utf8_valid_up_to(text) == decoded.valid, "valid up to where the definition says");
  if (decoded.valid == size) check_valid(text, decoded.text);

  stdnet::Output out;
  out.append("before");
  const bool valid = stdnet::append_uppercase(text, out);
  require(valid == (decoded.valid == size), "only UTF-8 has an upper case");
  const std::string_view whole = stdnet::text_of(out.bytes());
  require(valid ? whole.starts_with("before") : whole == "before", "what was there before stays");
  check_valid(text.substr(0, decoded.valid), decoded.text);
  return 0;
}
