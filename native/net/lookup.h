#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "native/core/result.h"
#include "native/net/waiter.h"

namespace stdnet::net {

/// getaddrinfo(3): every address of `host`, in the system's order. Blocks; runs on a thread of its own where names have
/// to be looked up, so that the caller can be ended meanwhile. Threads: any; the Waiter is the caller's.
[[nodiscard]] Result<std::vector<SocketAddress>> lookup(Waiter& waiter, const std::string& host,
                                                        std::uint16_t port);

}  // namespace stdnet::net
