#pragma once

#include <cerrno>
#include <span>

#include "native/core/result.h"

namespace stdnet::net {

/// Rust's `each_addr`: the first address that works; the last error when none does.
template <typename Try>
[[nodiscard]] auto each_address(std::span<const SocketAddress> addresses, const Try& attempt)
    -> decltype(attempt(addresses.front())) {
  auto last = Error::invalid_input("could not resolve to any addresses");
  for (const SocketAddress& address : addresses) {
    auto result = attempt(address);
    if (result) return result;
    last = std::move(result).error().at(address);
    // Nobody tries on in a thread that is being ended, or that a signal listener waits for.
    if (!last.os_error || last.is(EINTR)) break;
  }
  return last;
}

}  // namespace stdnet::net
