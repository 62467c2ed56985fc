#pragma once

#include <node_api.h>

#include <cstdint>

#include "native/binding/js.h"

namespace stdnet::binding {

/// A new plain object, property by property. Threads: the JS thread of `env`.
class ObjectBuilder {
 public:
  explicit ObjectBuilder(napi_env env) : env_(env) { napi_create_object(env, &object_); }
  void add(const char* name, napi_value value) {
    napi_set_named_property(env_, object_, name, value);
  }
  void add(const char* name, double value) { add(name, js::number(env_, value)); }
  void add(const char* name, std::uint64_t count) { add(name, static_cast<double>(count)); }
  [[nodiscard]] napi_value object() const { return object_; }

 private:
  napi_env env_;
  napi_value object_ = nullptr;
};

}  // namespace stdnet::binding
