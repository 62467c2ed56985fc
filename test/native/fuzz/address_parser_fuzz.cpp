// Addresses: what is written is read as what it was, and what is read agrees with the C library's inet_pton and, for ports and
// scopes, with a parser that takes texts apart from their end.
#include "native/core/address_parser.h"

#include <arpa/inet.h>

#include <cstring>

#include "native/core/address.h"

#include "fuzzed.h"

using fuzzed::require;
using stdnet::IpAddress;
using stdnet::SocketAddress;

namespace {

/// What the C library makes of it; it has no NULs, and no scopes.
std::optional<IpAddress> by_c_library(const std::string& text) {
  if (text.find('\0') != std::string::npos) return std::nullopt;
  IpAddress v4;
  if (inet_pton(AF_INET, text.c_str(), v4.bytes.data()) == 1) return v4;
  IpAddress v6{true, {}};
  if (inet_pton(AF_INET6, text.c_str(), v6.bytes.data()) == 1) return v6;
  return std::nullopt;
}

std::optional<IpAddress> read(std::string_view text) {
  const auto ip = stdnet::parse_ip(text);
  return ip ? std::optional(ip.value()) : std::nullopt;
}

/// Decimal digits, any number of them, up to `most`.
std::optional<std::uint32_t> number(std::string_view digits, std::uint32_t most) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > 10) return std::nullopt;
  const std::uint64_t value = std::strtoull(std::string(digits).c_str(), nullptr, 10);
  return value <= most ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
}

/// An IPv6 address in its brackets, with or without a scope.
std::optional<SocketAddress> bracketed(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const std::size_t percent = text.find('%');
  const auto ip = read(text.substr(0, percent));
  const auto scope = percent == std::string_view::npos
                         ? std::optional<std::uint32_t>(0)
                         : number(text.substr(percent + 1), UINT32_MAX);
  if (!ip || !ip->v6 || !scope) return std::nullopt;
  return SocketAddress{*ip, 0, 0, *scope};
}

std::optional<SocketAddress> from_the_end(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = number(text.substr(colon + 1), UINT16_MAX);
  const std::string_view host = text.substr(0, colon);
  auto address = bracketed(host);
  if (const auto ip = read(host); ip && !ip->v6) address = SocketAddress{*ip};
  if (!address || !port) return std::nullopt;
  address->port = static_cast<std::uint16_t>(*port);
  return address;
}

void check_written(const IpAddress& ip) {
  const std::string text = stdnet::to_string(ip);
  require(read(text) == ip, "an address that is written is read");
  require(by_c_library(text) == ip, "the C library reads what is written");
}

void check_written(const SocketAddress& address) {
  SocketAddress told = address;
  told.flowinfo = 0;  // Display does not tell it
  const auto again = stdnet::parse_socket_address(stdnet::to_string(address));
  require(again.ok() && again.value() == told, "a socket address that is written is read");
  require(stdnet::unpack(stdnet::pack(address)) == address, "what is packed is unpacked");
  check_written(address.ip);
}

/// The bytes as an address.
void check_bytes(std::string_view bytes) {
  SocketAddress address;
  address.ip.v6 = bytes.size() % 2 == 0;
  const std::size_t octets = address.ip.octets().size();
  std::memcpy(address.ip.bytes.data(), bytes.data(), std::min(octets, bytes.size()));
  address.port = static_cast<std::uint16_t>(bytes.size() * 257);
  if (address.ip.v6) address.flowinfo = address.scope_id = address.ip.bytes[15] * 0x01010101U;
  check_written(address);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> exact(data, data + size);
  const std::string_view text = stdnet::text_of(exact);
  const auto ip = read(text);
#ifdef __GLIBC__  // others take what Rust does not: leading zeros, long groups
  require(ip == by_c_library(std::string(text)), "the C library reads the same");
#endif
  if (ip) check_written(*ip);

  const auto address = stdnet::parse_socket_address(text);
  const auto right = from_the_end(text);
  require(address.ok() == right.has_value(), "what a socket address is");
  if (address) {
    require(address.value() == *right, "which socket address it is");
    check_written(address.value());
  }
  require(
      stdnet::parse_port(text) == number(text.substr(text.starts_with('+') ? 1 : 0), UINT16_MAX),
      "a port is what u16::from_str takes");
  if (!text.empty()) check_bytes(text);
  return 0;
}
