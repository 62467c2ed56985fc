#pragma once

#include <node_api.h>

#include <memory>
#include <utility>

#include "native/binding/environment.h"
#include "native/server/prefork/worker.h"

namespace stdnet::binding {

/// A server's worker as its Worker's JavaScript holds it. With the environment it leaves the server, at the latest.
/// Threads: the JS thread.
class WorkerHandle {
 public:
  static constexpr napi_type_tag kTag{0x7374646e65740004, 0x776f726b65720000};

  /// `prefork` was joined.
  WorkerHandle(Environment& environment, std::shared_ptr<server::Prefork> prefork)
      : environment_(environment), worker_(std::move(prefork)) {
    napi_add_env_cleanup_hook(environment_.env(), end, this);
  }
  ~WorkerHandle() { napi_remove_env_cleanup_hook(environment_.env(), end, this); }
  WorkerHandle(const WorkerHandle&) = delete;
  WorkerHandle& operator=(const WorkerHandle&) = delete;

  [[nodiscard]] server::PreforkWorker& worker() { return worker_; }

 private:
  /// The Worker ends, in whatever way: the server must not wait for it.
  static void end(void* handle) { static_cast<WorkerHandle*>(handle)->worker_.leave(); }

  Environment& environment_;
  server::PreforkWorker worker_;
};

}  // namespace stdnet::binding
