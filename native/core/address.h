#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace stdnet {

/// An IPv4 or IPv6 address: Rust's `IpAddr`. Bytes in network order; an IPv4 address uses the first four.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    return IpAddress{false, {a, b, c, d}};
  }
  [[nodiscard]] std::span<const std::uint8_t> octets() const {
    return std::span(bytes).first(v6 ? 16U : 4U);
  }
  /// `0.0.0.0` or `::`.
  [[nodiscard]] bool is_unspecified() const {
    return std::ranges::all_of(octets(), [](std::uint8_t octet) { return octet == 0; });
  }
  bool operator==(const IpAddress&) const = default;
};

/// An address with a port: Rust's `SocketAddr`. `flowinfo` and `scope_id` are 0 for IPv4.
struct SocketAddress {
  IpAddress ip;
  std::uint16_t port = 0;
  std::uint32_t flowinfo = 0;
  std::uint32_t scope_id = 0;

  bool operator==(const SocketAddress&) const = default;
};

/// Rust's Display: zero compression, IPv4-mapped addresses with dots.
[[nodiscard]] std::string to_string(const IpAddress& ip);
/// Rust's Display: `1.2.3.4:80`, `[::1]:80`, `[fe80::1%2]:80`.
[[nodiscard]] std::string to_string(const SocketAddress& address);

/// How an address crosses to JavaScript and back: one fixed-size byte string, so that no object is built for it.
///   0: 4 or 6   1: 0   2-3: port   4-7: flowinfo   8-11: scope id   12-27: the octets     (all big-endian)
inline constexpr std::size_t kPackedAddressSize = 28;
using PackedAddress = std::array<std::uint8_t, kPackedAddressSize>;
[[nodiscard]] PackedAddress pack(const SocketAddress& address);
/// `packed` must hold kPackedAddressSize bytes that `pack` made.
[[nodiscard]] SocketAddress unpack(std::span<const std::uint8_t> packed);

}  // namespace stdnet
