#include "native/kv/resp/integer.h"

#include <doctest.h>

#include <limits>
#include <string>
#include <string_view>

using stdnet::kv::resp::integer_of;

TEST_CASE("an integer has one form") {
  CHECK(integer_of("0") == 0);
  CHECK(integer_of("7") == 7);
  CHECK(integer_of("-7") == -7);
  CHECK(integer_of("10") == 10);
  CHECK(integer_of("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(integer_of("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  for (const std::string_view text :
       {"", "-", "+1", "01", "-0", "-01", "00", " 1", "1 ", "1.0", "1e3", "0x1", "x", "--1",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(integer_of(text));
  }
  CHECK_FALSE(integer_of(std::string_view("1\0", 2)));
}
