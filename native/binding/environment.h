#pragma once

#include <node_api.h>

#include <cstddef>
#include <optional>
#include <unordered_set>

#include "native/binding/counted_descriptors.h"
#include "native/core/result.h"
#include "native/net/waiter.h"
#include "native/os/blocked_threads.h"
#include "native/os/fd.h"

namespace stdnet::binding {

/// What the addon keeps for one environment (the main thread's or a Worker's): how it makes errors, the descriptors
/// that its handles own, and how a blocked call of its thread is reached.
/// Threads: the JS thread of the environment.
class Environment final : public net::Waiter {
 public:
  /// nullptr with a JS exception pending: no memory, or the environment is already ending.
  static Environment* create(napi_env env);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  [[nodiscard]] napi_env env() const { return env_; }

  /// The function that makes an IoError. Throws a TypeError for anything but a function.
  void set_error_factory(napi_value factory);
  /// nullptr with an exception pending, or the environment is ending.
  napi_value make_error(const Error& error, std::optional<std::size_t> transferred = std::nullopt);
  /// Throws the error in JS. Always nullptr, for the caller to return.
  std::nullptr_t raise(const Error& error, std::optional<std::size_t> transferred = std::nullopt);

  /// A handle of this environment owns the descriptor from now on.
  int own(os::Fd fd);
  /// Its handle closes. Blocks where the socket lingers.
  void close(int fd);
  /// Its handle is gone, and nobody waits for what is unsent.
  void reap(int fd);
  /// The number is somebody else's from now on.
  void release(int fd);

  [[nodiscard]] CountedDescriptors& counted() { return counted_; }

  // net::Waiter
  std::optional<Error> enter(int fd) override;
  void set_polling(bool polling) override { place_.set_polling(polling); }
  void leave() override { place_.leave(); }
  std::optional<Error> on_wake() override;
  std::chrono::microseconds slice() const override;
  std::optional<Error> closed_elsewhere() override;

 private:
  explicit Environment(napi_env env) : env_(env) {}
  bool make_probe();
  [[nodiscard]] bool has_ended(std::chrono::milliseconds wait = {});
  [[nodiscard]] bool js_can_run(std::chrono::milliseconds wait);
  [[nodiscard]] std::chrono::milliseconds wait_in_js() const;
  [[nodiscard]] bool forgive_exception();
  [[nodiscard]] bool signal_waits() const;
  void close_all();
  /// Forgets one handle of `fd`. False: there is none here.
  bool disown(int fd);

  const napi_env env_;
  napi_ref error_factory_ = nullptr;
  napi_ref probe_ = nullptr;
  bool in_worker_ = false;
  os::blocked_threads::Place place_;
  int blocked_on_ = -1;
  /// At the last look JS could not be entered: nothing of node_api may be called but that look.
  bool ended_ = false;
  /// One entry a handle: two of them may hold the same number.
  std::unordered_multiset<int> owned_;
  CountedDescriptors counted_;
};

}  // namespace stdnet::binding
