#include "native/core/address_parser.h"

#include <algorithm>
#include <span>
#include <utility>

namespace stdnet {
namespace {

/// Rust's `net::parser`: recursive descent over the text, each `read_` taking what it can or putting all of it back.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  std::optional<IpAddress> read_ip() {
    if (auto v4 = read_v4()) return v4;
    return read_v6();
  }

  std::optional<SocketAddress> read_socket_address() {
    if (auto v4 = atomically(&Parser::v4_with_port)) return v4;
    return atomically(&Parser::v6_with_port);
  }

 private:
  static constexpr std::size_t kGroups = 8;

  struct HowMany {
    std::size_t groups;
    bool ended_in_v4;
  };

  template <typename T>
  std::optional<T> atomically(std::optional<T> (Parser::*read)()) {
    const std::string_view before = rest_;
    std::optional<T> result = (this->*read)();
    if (!result) rest_ = before;
    return result;
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::uint32_t> take_digit(std::uint32_t radix) {
    if (rest_.empty()) return std::nullopt;
    const auto c = static_cast<unsigned char>(rest_.front());
    const auto lower = static_cast<unsigned char>(c | 0x20U);
    std::uint32_t digit = radix;
    if (c >= '0' && c <= '9') digit = c - std::uint32_t{'0'};
    if (lower >= 'a' && lower <= 'f') digit = lower - std::uint32_t{'a'} + 10;
    if (digit >= radix) return std::nullopt;
    rest_.remove_prefix(1);
    return digit;
  }

  /// Up to `max_digits` digits; one more is an error, not the end of the number.
  std::optional<std::uint32_t> short_number(std::uint32_t radix, int max_digits) {
    std::uint32_t value = 0;
    int digits = 0;
    while (auto digit = take_digit(radix)) {
      if (++digits > max_digits) return std::nullopt;
      value = value * radix + *digit;
    }
    return digits > 0 ? std::optional(value) : std::nullopt;
  }

  /// Any number of digits, leading zeros included, up to `max`.
  std::optional<std::uint32_t> long_number(std::uint32_t max) {
    std::uint64_t value = 0;
    bool any = false;
    while (auto digit = take_digit(10)) {
      any = true;
      value = value * 10 + *digit;
      if (value > max) return std::nullopt;
    }
    return any ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
  }

  /// A leading zero is refused: some take it for octal.
  std::optional<std::uint8_t> v4_octet() {
    const std::string_view before = rest_;
    const auto value = short_number(10, 3);
    if (!value || *value > 255) return std::nullopt;
    if (before.front() == '0' && before.size() - rest_.size() > 1) return std::nullopt;
    return static_cast<std::uint8_t>(*value);
  }

  std::optional<IpAddress> v4() {
    IpAddress ip;
    for (std::size_t i = 0; i < 4; ++i) {
      if (i > 0 && !take('.')) return std::nullopt;
      const auto octet = v4_octet();
      if (!octet) return std::nullopt;
      ip.bytes[i] = *octet;
    }
    return ip;
  }
  std::optional<IpAddress> read_v4() { return atomically(&Parser::v4); }

  std::optional<IpAddress> separated_v4() { return take(':') ? v4() : std::nullopt; }
  std::optional<std::uint16_t> v6_group() {
    const auto value = short_number(16, 4);
    return value ? std::optional(static_cast<std::uint16_t>(*value)) : std::nullopt;
  }
  std::optional<std::uint16_t> separated_v6_group() {
    return take(':') ? v6_group() : std::nullopt;
  }

  /// As many groups as there are, at most `out.size() / 2`; the last two may be a dotted IPv4 address.
  HowMany read_groups(std::span<std::uint8_t> out) {
    const std::size_t limit = out.size() / 2;
    for (std::size_t i = 0; i < limit; ++i) {
      if (i + 1 < limit) {
        if (const auto tail = i > 0 ? atomically(&Parser::separated_v4) : read_v4()) {
          std::ranges::copy(tail->octets(), out.subspan(2 * i).begin());
          return {i + 2, true};
        }
      }
      const auto group =
          i > 0 ? atomically(&Parser::separated_v6_group) : atomically(&Parser::v6_group);
      if (!group) return {i, false};
      out[2 * i] = static_cast<std::uint8_t>(*group >> 8);
      out[2 * i + 1] = static_cast<std::uint8_t>(*group & 0xff);
    }
    return {limit, false};
  }

  std::optional<IpAddress> v6() {
    IpAddress ip{true, {}};
    const HowMany head = read_groups(ip.bytes);
    if (head.groups == kGroups) return ip;
    if (head.ended_in_v4) return std::nullopt;  // dots end an address: no "::" behind them
    if (!take(':') || !take(':')) return std::nullopt;
    // "::" stands for one group at least.
    std::array<std::uint8_t, 2 * (kGroups - 1)> tail{};
    const std::size_t room = kGroups - (head.groups + 1);
    const HowMany behind = read_groups(std::span(tail).first(2 * room));
    std::ranges::copy(std::span(tail).first(2 * behind.groups),
                      ip.bytes.end() - static_cast<std::ptrdiff_t>(2 * behind.groups));
    return ip;
  }
  std::optional<IpAddress> read_v6() { return atomically(&Parser::v6); }

  std::optional<std::uint16_t> port() {
    if (!take(':')) return std::nullopt;
    const auto value = long_number(UINT16_MAX);
    return value ? std::optional(static_cast<std::uint16_t>(*value)) : std::nullopt;
  }

  std::optional<SocketAddress> v4_with_port() {
    const auto ip = v4();
    const auto number = ip ? port() : std::nullopt;
    if (!number) return std::nullopt;
    return SocketAddress{*ip, *number};
  }

  std::optional<std::uint32_t> scope() {
    return take('%') ? long_number(UINT32_MAX) : std::nullopt;
  }

  std::optional<SocketAddress> v6_with_port() {
    if (!take('[')) return std::nullopt;
    const auto ip = v6();
    if (!ip) return std::nullopt;
    const std::uint32_t scope_id = atomically(&Parser::scope).value_or(0);
    if (!take(']')) return std::nullopt;
    const auto number = port();
    if (!number) return std::nullopt;
    return SocketAddress{*ip, *number, 0, scope_id};
  }

  std::string_view rest_;
};

}  // namespace

Result<IpAddress> parse_ip(std::string_view text) {
  Parser parser(text);
  if (const auto ip = parser.read_ip(); ip && parser.at_end()) return *ip;
  return Error::invalid_input("invalid IP address syntax");
}

Result<SocketAddress> parse_socket_address(std::string_view text) {
  Parser parser(text);
  if (const auto address = parser.read_socket_address(); address && parser.at_end())
    return *address;
  return Error::invalid_input("invalid socket address syntax");
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
    if (value > UINT16_MAX) return std::nullopt;
  }
  return static_cast<std::uint16_t>(value);
}

}  // namespace stdnet
