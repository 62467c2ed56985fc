#pragma once

#include <node_api.h>

#include <memory>

#include "native/server/handler.h"

namespace stdnet::binding {

/// A handler as JavaScript holds one: what it is given to shares it. Threads: the JS thread.
struct NativeHandler {
  static constexpr napi_type_tag kTag{0x7374646e65740001, 0x68616e646c657200};
  std::shared_ptr<const server::HandlerFactory> factory;
};

}  // namespace stdnet::binding
