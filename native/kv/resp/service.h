#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include "native/kv/limits.h"
#include "native/kv/store.h"

namespace stdnet::kv::resp {

/// What all connections of a handler share. Threads: any.
struct Service {
  Service(std::shared_ptr<Store> keys, const Limits& bounds)
      : store(std::move(keys)), limits(bounds), since(store->now()) {}

  const std::shared_ptr<Store> store;
  const Limits limits;
  const Deadline since;
  std::atomic<std::int64_t> clients{0};  ///< that have spoken so far: their numbers
};

}  // namespace stdnet::kv::resp
