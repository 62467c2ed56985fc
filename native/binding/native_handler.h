#pragma once

#include <node_api.h>

#include <memory>

#include "native/server/datagram_handler.h"
#include "native/server/handler.h"

namespace stdnet::binding {

/// A handler as JavaScript holds one: what it is given to shares it. Threads: the JS thread.
struct NativeHandler {
  static constexpr napi_type_tag kTag{0x7374646e65740001, 0x68616e646c657200};
  std::shared_ptr<const server::HandlerFactory> factory;
};

/// The same, of datagrams.
struct NativeUdpHandler {
  static constexpr napi_type_tag kTag{0x7374646e65740003, 0x6461746167726100};
  std::shared_ptr<const server::DatagramHandler> handler;
};

}  // namespace stdnet::binding
