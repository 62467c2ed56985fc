#include "native/core/address.h"

#include <doctest.h>

using namespace stdnet;

namespace {

IpAddress v6(std::array<std::uint16_t, 8> groups) {
  IpAddress ip{true, {}};
  for (std::size_t i = 0; i < 8; ++i) {
    ip.bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
    ip.bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i]);
  }
  return ip;
}

}  // namespace

TEST_CASE("an IPv4 address is written with dots") {
  CHECK(to_string(IpAddress::v4(0, 0, 0, 0)) == "0.0.0.0");
  CHECK(to_string(IpAddress::v4(255, 10, 0, 1)) == "255.10.0.1");
}

TEST_CASE("the first longest run of two zero groups or more is left out") {
  CHECK(to_string(v6({})) == "::");
  CHECK(to_string(v6({0, 0, 0, 0, 0, 0, 0, 1})) == "::1");
  CHECK(to_string(v6({0x2001, 0xdb8, 0, 0, 0, 0, 0, 0})) == "2001:db8::");
  CHECK(to_string(v6({1, 0, 0, 2, 3, 0, 0, 4})) == "1::2:3:0:0:4");
  CHECK(to_string(v6({1, 0, 0, 2, 0, 0, 0, 4})) == "1:0:0:2::4");
  CHECK(to_string(v6({1, 0, 2, 3, 4, 5, 6, 7})) == "1:0:2:3:4:5:6:7");
  CHECK(to_string(v6({0, 1, 2, 3, 4, 5, 6, 0})) == "0:1:2:3:4:5:6:0");
  CHECK(to_string(v6({0xABCD, 0xf, 0xff, 0xfff, 1, 2, 3, 4})) == "abcd:f:ff:fff:1:2:3:4");
}

TEST_CASE("only an IPv4-mapped address has dots") {
  CHECK(to_string(v6({0, 0, 0, 0, 0, 0xffff, 0x7f00, 1})) == "::ffff:127.0.0.1");
  CHECK(to_string(v6({0, 0, 0, 0, 0, 0, 0x7f00, 1})) == "::7f00:1");
  CHECK(to_string(v6({0x64, 0xff9b, 0, 0, 0, 0, 0x0102, 0x0304})) == "64:ff9b::102:304");
}

TEST_CASE("a socket address has its port, and a scope where there is one") {
  CHECK(to_string(SocketAddress{IpAddress::v4(1, 2, 3, 4), 80}) == "1.2.3.4:80");
  const IpAddress local = v6({0xfe80, 0, 0, 0, 0, 0, 0, 1});
  CHECK(to_string(SocketAddress{local, 0}) == "[fe80::1]:0");
  CHECK(to_string(SocketAddress{local, 65535, 7, 4294967295}) == "[fe80::1%4294967295]:65535");
}

TEST_CASE("packing keeps everything") {
  const SocketAddress six{v6({1, 2, 3, 4, 5, 6, 7, 8}), 0x1234, 0x000fffff, 0xdeadbeef};
  const PackedAddress packed = pack(six);
  CHECK(packed[0] == 6);
  CHECK(packed[2] == 0x12);
  CHECK(packed[3] == 0x34);
  CHECK(packed[8] == 0xde);
  CHECK(packed[27] == 8);
  CHECK(unpack(packed) == six);

  const SocketAddress four{IpAddress::v4(9, 8, 7, 6), 65535};
  CHECK(pack(four)[0] == 4);
  CHECK(unpack(pack(four)) == four);
}

TEST_CASE("what an IPv4 address has no place for is not unpacked into it") {
  PackedAddress packed = pack(SocketAddress{IpAddress::v4(1, 2, 3, 4), 5});
  packed[7] = 1;
  packed[11] = 1;
  packed[20] = 1;
  CHECK(unpack(packed) == SocketAddress{IpAddress::v4(1, 2, 3, 4), 5});
}
