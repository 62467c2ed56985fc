#pragma once

#include <memory>
#include <string_view>

#include "native/server/datagram_handler.h"

/// What native UDP servers can answer with.
namespace stdnet::handlers {

using DatagramHandler = std::shared_ptr<const server::DatagramHandler>;

// The registry: a line for each handler, with the name that JavaScript says. Its function has a file of its own.
// clang-format off
#define STDNET_DATAGRAM_HANDLERS(HANDLER) \
  HANDLER(udp_echo, "udpEcho") \
  HANDLER(udp_time, "udpTime")
// clang-format on

#define STDNET_DATAGRAM_HANDLER(function, name) [[nodiscard]] DatagramHandler function();
STDNET_DATAGRAM_HANDLERS(STDNET_DATAGRAM_HANDLER)
#undef STDNET_DATAGRAM_HANDLER

/// The handler of that name; nullptr where there is none.
[[nodiscard]] DatagramHandler make_datagram_handler(std::string_view name);

}  // namespace stdnet::handlers
