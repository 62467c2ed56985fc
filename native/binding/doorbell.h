#pragma once

#include <node_api.h>

#include <memory>

#include "native/os/mutex.h"

namespace stdnet::binding {

/// How native threads reach JavaScript: whoever rings has a JS function called soon, on the JS thread.
///
/// On Node 20 a thread-safe function that is touched after its environment has ended aborts the process, whatever was
/// released before. So a mutex guards each touch, and a clean-up hook silences the bell: it is younger than the
/// function, and hooks run youngest first. Threads: `ring()` any; the rest the JS thread's.
class Doorbell {
 public:
  /// Keeps the environment's event loop alive, at first. nullptr: an exception is pending, or the environment is ending.
  static std::unique_ptr<Doorbell> create(napi_env env, napi_value on_ring);
  /// The same; a TypeError is pending where it is no function.
  static std::unique_ptr<Doorbell> create_or_throw(napi_env env, napi_value on_ring);
  ~Doorbell() { close(); }
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  void ring() EXCLUDES(mutex_);
  /// Whether it keeps the event loop alive.
  void keep_alive(bool alive) EXCLUDES(mutex_);
  /// Lets go of the function; from now on it is silent.
  void close() EXCLUDES(mutex_);

 private:
  Doorbell(napi_env env, napi_threadsafe_function function) : env_(env), function_(function) {}
  /// The environment ends, and the function with it.
  static void silence(void* bell);

  const napi_env env_;
  os::Mutex mutex_;
  napi_threadsafe_function function_ GUARDED_BY(mutex_);  ///< null: silent
};

}  // namespace stdnet::binding
