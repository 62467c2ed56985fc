#include <doctest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "native/core/text.h"
#include "native/handlers/datagram_registry.h"

using stdnet::Output;

namespace {

using stdnet::bytes_of;

long long now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
      .time_since_epoch()
      .count();
}

}  // namespace

TEST_CASE("udpEcho answers with the very bytes that came, also with none") {
  const auto handler = stdnet::handlers::make_datagram_handler("udpEcho");
  REQUIRE(handler);
  for (const std::string_view text : {"anything\0at all", ""}) {
    Output out;
    CHECK(handler->on_datagram(bytes_of(text), out));
    CHECK(out.bytes().data() == bytes_of(text).data());
    CHECK(out.bytes().size() == text.size());
  }
}

TEST_CASE("udpTime answers TIME with the seconds since 1970, and nothing else at all") {
  const auto handler = stdnet::handlers::make_datagram_handler("udpTime");
  REQUIRE(handler);
  Output out;
  const long long before = now();
  REQUIRE(handler->on_datagram(bytes_of("TIME"), out));
  const long long told = std::stoll(std::string(out.bytes().begin(), out.bytes().end()));
  CHECK(told >= before);
  CHECK(told <= now());
  for (const std::string_view text : {"", "time", "TIME\n", " TIME", "TIM", "TIMES"}) {
    CAPTURE(text);
    Output none;
    CHECK_FALSE(handler->on_datagram(bytes_of(text), none));
    CHECK(none.empty());
  }
}

TEST_CASE("there is no handler of another name") {
  for (const std::string_view name : {"", "echo", "udpecho", "udpEcho "})
    CHECK_FALSE(stdnet::handlers::make_datagram_handler(name));
}
