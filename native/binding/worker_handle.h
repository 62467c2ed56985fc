#pragma once

#include <node_api.h>

#include <memory>
#include <utility>

#include "native/binding/environment.h"
#include "native/server/prefork/parking_worker.h"
#include "native/server/prefork/worker.h"

namespace stdnet::binding {

/// A server's worker as its Worker's JavaScript holds it. With the environment it leaves the server, at the latest.
/// Threads: the JS thread.
template <typename Worker, std::uint64_t kTagWord>
class BasicWorkerHandle {
 public:
  static constexpr napi_type_tag kTag{0x7374646e65740004, kTagWord};

  BasicWorkerHandle(Environment& environment, std::unique_ptr<Worker> worker)
      : environment_(environment), worker_(std::move(worker)) {
    napi_add_env_cleanup_hook(environment_.env(), end, this);
  }
  ~BasicWorkerHandle() { napi_remove_env_cleanup_hook(environment_.env(), end, this); }
  BasicWorkerHandle(const BasicWorkerHandle&) = delete;
  BasicWorkerHandle& operator=(const BasicWorkerHandle&) = delete;

  [[nodiscard]] Worker& worker() { return *worker_; }

 private:
  /// The Worker ends, in whatever way: the server must not wait for it.
  static void end(void* handle) { static_cast<BasicWorkerHandle*>(handle)->worker_->leave(); }

  Environment& environment_;
  const std::unique_ptr<Worker> worker_;
};

using WorkerHandle = BasicWorkerHandle<server::PreforkWorker, 0x776f726b65720000>;
using ParkingWorkerHandle = BasicWorkerHandle<server::ParkingWorker, 0x7061726b65720000>;

}  // namespace stdnet::binding
