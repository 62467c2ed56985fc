#pragma once

#include <node_api.h>

#include <memory>
#include <string>

#include "native/kv/store.h"

namespace stdnet::binding {

/// A store as JavaScript holds one. Threads: the JS thread; the store itself is any thread's.
struct KvStore {
  static constexpr napi_type_tag kTag{0x7374646e65740001, 0x6b762d73746f7265};
  std::string id;
  std::shared_ptr<kv::Store> store;
};

}  // namespace stdnet::binding
