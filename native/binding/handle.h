#pragma once

#include <node_api.h>

#include <memory>

#include "native/binding/js.h"

/// A native object that JavaScript holds, and that is destroyed when JavaScript has let go of it or the environment ends.
/// `T::kTag` tells its type from every other. Threads: the JS thread.
namespace stdnet::binding {

/// nullptr with an exception pending, or the environment is ending; the object is destroyed then.
template <typename T>
napi_value wrap(napi_env env, std::unique_ptr<T> object) {
  napi_value handle = nullptr;
  const auto destroy = [](napi_env, void* data, void*) { delete static_cast<T*>(data); };
  if (napi_create_object(env, &handle) != napi_ok ||
      napi_type_tag_object(env, handle, &T::kTag) != napi_ok ||
      napi_wrap(env, handle, object.get(), destroy, nullptr, nullptr) != napi_ok) {
    return nullptr;
  }
  static_cast<void>(object.release());  // JavaScript's now
  return handle;
}

/// nullptr: `handle` is something else, and a TypeError has been thrown.
template <typename T>
T* unwrap(napi_env env, napi_value handle) {
  bool is_one = false;
  void* object = nullptr;
  if (js::is_object(env, handle) &&
      napi_check_object_type_tag(env, handle, &T::kTag, &is_one) == napi_ok && is_one &&
      napi_unwrap(env, handle, &object) == napi_ok) {
    return static_cast<T*>(object);
  }
  js::throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a handle of another type");
  return nullptr;
}

}  // namespace stdnet::binding
