#pragma once

#include <node_api.h>

#include <atomic>
#include <memory>
#include <optional>

#include "native/load/generator.h"
#include "native/os/thread.h"

namespace stdnet::binding {

/// A run of the load generator in a thread of its own. JS asks whether it is over and is not called back: there is
/// nothing that the thread could touch after the environment's end. Threads: the JS thread's.
class LoadRun {
 public:
  static constexpr napi_type_tag kTag{0x5d3f0c1e9a7b4862U, 0x8e21c4d7f6a3b590U};

  [[nodiscard]] static Result<std::unique_ptr<LoadRun>> start(load::Options options);
  LoadRun(const LoadRun&) = delete;
  LoadRun& operator=(const LoadRun&) = delete;
  /// Cancels, and waits until the generator has left: 100 ms at most.
  ~LoadRun() { cancel(); }

  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  /// nullptr while it runs.
  [[nodiscard]] const Result<load::Report>* outcome() const;

 private:
  explicit LoadRun(load::Options options) : options_(std::move(options)) {}

  const load::Options options_;
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> over_{false};
  std::optional<Result<load::Report>> outcome_;  ///< the thread's until `over_`
  os::Thread thread_;                            ///< the last member: joined before the others go
};

}  // namespace stdnet::binding
