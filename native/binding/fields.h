#pragma once

#include <node_api.h>

#include <optional>

/// The properties of a plain object, which the facade has made of what it had checked.
/// Threads: the JS thread.
namespace stdnet::binding {

class Fields {
 public:
  Fields(napi_env env, napi_value object) : env_(env), object_(object) {}

  /// nullopt: not there, null, or no number.
  [[nodiscard]] std::optional<double> real(const char* name) const {
    double value = 0;
    napi_value property = nullptr;
    if (napi_get_named_property(env_, object_, name, &property) != napi_ok ||
        napi_get_value_double(env_, property, &value) != napi_ok) {
      return std::nullopt;
    }
    return value;
  }
  /// The same for a boolean.
  [[nodiscard]] std::optional<bool> boolean(const char* name) const {
    bool value = false;
    napi_value property = nullptr;
    if (napi_get_named_property(env_, object_, name, &property) != napi_ok ||
        napi_get_value_bool(env_, property, &value) != napi_ok) {
      return std::nullopt;
    }
    return value;
  }

 private:
  napi_env env_;
  napi_value object_;
};

}  // namespace stdnet::binding
