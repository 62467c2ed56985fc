#include "native/core/address_parser.h"

#include <doctest.h>

using namespace stdnet;

namespace {

// Display of what was read; the error's text otherwise. (The long list is test/conformance, held against Rust.)
std::string ip(std::string_view text) {
  const auto result = parse_ip(text);
  return result.ok() ? to_string(result.value()) : result.error().text;
}
std::string socket(std::string_view text) {
  const auto result = parse_socket_address(text);
  return result.ok() ? to_string(result.value()) : result.error().text;
}

const std::string kBadIp = "invalid IP address syntax";
const std::string kBadSocket = "invalid socket address syntax";

}  // namespace

TEST_CASE("IPv4: four decimal numbers without leading zeros, nothing around them") {
  CHECK(ip("127.0.0.1") == "127.0.0.1");
  CHECK(ip("255.255.255.255") == "255.255.255.255");
  for (const char* bad :
       {"", "1", "1.2.3", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1", "1.1.1.999", "01.2.3.4", "1.2.3.00",
        "0001.2.3.4", " 1.2.3.4", "1.2.3.4 ", "1..2.3", "1.2.3.+4", "0x7f.0.0.1", "1.2.3.4\n"}) {
    CAPTURE(bad);
    CHECK(ip(bad) == kBadIp);
  }
}

TEST_CASE("a NUL is not the end of a text") {
  CHECK(ip(std::string_view("1.2.3.4\0", 8)) == kBadIp);
}

TEST_CASE("IPv6: eight groups, or fewer around one ::") {
  CHECK(ip("::") == "::");
  CHECK(ip("1:2:3:4:5:6:7:8") == "1:2:3:4:5:6:7:8");
  CHECK(ip("1::8") == "1::8");
  CHECK(ip("::2:3:4:5:6:7:8") == "0:2:3:4:5:6:7:8");
  CHECK(ip("1:2:3:4:5:6:7::") == "1:2:3:4:5:6:7:0");
  CHECK(ip("FE80::0001") == "fe80::1");
  for (const char* bad :
       {":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::", "00001::", "g::", "::1%1", "[::1]", "1:", ":1", "1:2:3:4::5:6:7:8"}) {
    CAPTURE(bad);
    CHECK(ip(bad) == kBadIp);
  }
}

TEST_CASE("IPv6: a dotted tail stands for the last two groups") {
  CHECK(ip("::ffff:1.2.3.4") == "::ffff:1.2.3.4");
  CHECK(ip("::1.2.3.4") == "::102:304");
  CHECK(ip("1:2:3:4:5:6:1.2.3.4") == "1:2:3:4:5:6:102:304");
  CHECK(ip("1:2:3:4:5::1.2.3.4") == "1:2:3:4:5:0:102:304");
  for (const char* bad : {"1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "::01.2.3.4",
                          "1:2:3:4:5:6::1.2.3.4"}) {
    CAPTURE(bad);
    CHECK(ip(bad) == kBadIp);
  }
}

TEST_CASE("a socket address: the port is decimal, IPv6 in brackets, its scope a number") {
  CHECK(socket("127.0.0.1:80") == "127.0.0.1:80");
  CHECK(socket("127.0.0.1:00080") == "127.0.0.1:80");
  CHECK(socket("[::1]:65535") == "[::1]:65535");
  CHECK(socket("[fe80::1%2]:80") == "[fe80::1%2]:80");
  CHECK(socket("[fe80::1%0]:80") == "[fe80::1]:80");
  for (const char* bad : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+80", "127.1:80",
                          "01.2.3.4:443", "::1:80", "[::1]", "[::1%]:80", "[::1%eth0]:80",
                          "[::1%4294967296]:80", "[127.0.0.1]:80", "localhost:80"}) {
    CAPTURE(bad);
    CHECK(socket(bad) == kBadSocket);
  }
}

TEST_CASE("a failed parse is InvalidInput without an errno") {
  const auto result = parse_ip("x");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().kind == ErrorKind::InvalidInput);
  CHECK_FALSE(result.error().os_error.has_value());
}

TEST_CASE("parse_port is u16::from_str") {
  CHECK(parse_port("0") == 0);
  CHECK(parse_port("+80") == 80);
  CHECK(parse_port("00065535") == 65535);
  for (const char* bad :
       {"", "+", "-0", "65536", "99999999999999999999", "8 0", " 80", "++1", "0x50"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_port(bad).has_value());
  }
}
