#include "native/binding/doorbell.h"

#include <utility>

#include "native/binding/js.h"

namespace stdnet::binding {

namespace {

/// Node gives what a thread-safe function's callback throws to nobody: it is an uncaught exception like any other.
void report_exception(napi_env env) {
  bool pending = false;
  napi_value thrown = nullptr;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending &&
      napi_get_and_clear_last_exception(env, &thrown) == napi_ok) {
    napi_fatal_exception(env, thrown);
  }
}

void call(napi_env env, napi_value function, void* /*context*/, void* /*data*/) {
  if (env == nullptr) return;  // the environment is being torn down
  napi_value result = nullptr;
  if (napi_call_function(env, js::undefined(env), function, 0, nullptr, &result) != napi_ok)
    report_exception(env);
}

}  // namespace

std::unique_ptr<Doorbell> Doorbell::create(napi_env env, napi_value on_ring) {
  napi_threadsafe_function function = nullptr;
  if (napi_create_threadsafe_function(env, on_ring, nullptr, js::text(env, "stdnet"), 0, 1, nullptr,
                                      nullptr, nullptr, call, &function) != napi_ok) {
    return nullptr;
  }
  std::unique_ptr<Doorbell> bell(new Doorbell(env, function));
  napi_add_env_cleanup_hook(env, silence, bell.get());
  return bell;
}

std::unique_ptr<Doorbell> Doorbell::create_or_throw(napi_env env, napi_value on_ring) {
  auto bell = create(env, on_ring);
  if (!bell) js::throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a function");
  return bell;
}

void Doorbell::silence(void* bell) {
  auto& self = *static_cast<Doorbell*>(bell);
  const os::Lock lock(self.mutex_);
  self.function_ = nullptr;
}

void Doorbell::ring() {
  const os::Lock lock(mutex_);
  if (function_ != nullptr)
    napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void Doorbell::keep_alive(bool alive) {
  const os::Lock lock(mutex_);
  if (function_ == nullptr) return;
  if (alive) {
    napi_ref_threadsafe_function(env_, function_);
  } else {
    napi_unref_threadsafe_function(env_, function_);
  }
}

void Doorbell::close() {
  const os::Lock lock(mutex_);
  if (function_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, silence, this);
  napi_release_threadsafe_function(std::exchange(function_, nullptr), napi_tsfn_release);
}

}  // namespace stdnet::binding
