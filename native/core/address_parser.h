#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "native/core/result.h"

namespace stdnet {

/// Rust's grammar (`FromStr`) for addresses, whole text or nothing. The error is InvalidInput with Rust's text for
/// the type: "invalid IP address syntax", "invalid socket address syntax".
[[nodiscard]] Result<IpAddress> parse_ip(std::string_view text);
[[nodiscard]] Result<SocketAddress> parse_socket_address(std::string_view text);

/// Rust's `u16::from_str`, for the port of a "host:port" text: digits, one leading '+' allowed.
[[nodiscard]] std::optional<std::uint16_t> parse_port(std::string_view text);

}  // namespace stdnet
