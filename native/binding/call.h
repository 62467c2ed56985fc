#pragma once

#include <node_api.h>

#include <array>
#include <string_view>

#include "native/binding/environment.h"
#include "native/binding/js.h"
#include "native/core/result.h"

/// What each exported function is made of: its arguments, and how it answers.
namespace stdnet::binding {

/// The arguments of a call; missing ones are undefined. A conversion that fails has thrown.
template <std::size_t N>
class Call {
 public:
  Call(napi_env call_env, napi_callback_info info) : env(call_env) {
    std::size_t count = N;
    void* data = nullptr;
    napi_get_cb_info(env, info, &count, arguments_.data(), nullptr, &data);
    environment_ = static_cast<Environment*>(data);
  }

  const napi_env env;
  [[nodiscard]] Environment& environment() const { return *environment_; }

  napi_value operator[](std::size_t i) const { return arguments_[i]; }
  [[nodiscard]] bool nullish(std::size_t i) const { return js::is_nullish(env, arguments_[i]); }
  [[nodiscard]] auto integer(std::size_t i) const { return js::as_integer(env, arguments_[i]); }
  [[nodiscard]] auto real(std::size_t i) const { return js::as_double(env, arguments_[i]); }
  [[nodiscard]] auto boolean(std::size_t i) const { return js::as_boolean(env, arguments_[i]); }
  [[nodiscard]] auto text(std::size_t i) const { return js::as_text(env, arguments_[i]); }
  [[nodiscard]] auto bytes(std::size_t i) const { return js::as_bytes(env, arguments_[i]); }
  [[nodiscard]] auto byte_list(std::size_t i) const { return js::as_byte_list(env, arguments_[i]); }
  [[nodiscard]] auto address(std::size_t i) const { return js::as_address(env, arguments_[i]); }
  [[nodiscard]] auto addresses(std::size_t i) const { return js::as_addresses(env, arguments_[i]); }
  [[nodiscard]] auto ip(std::size_t i) const { return js::as_ip(env, arguments_[i]); }

 private:
  std::array<napi_value, N> arguments_{};
  Environment* environment_ = nullptr;
};

/// undefined, or the error thrown.
template <std::size_t N>
napi_value answer(const Call<N>& call, const Result<void>& result) {
  if (!result) return call.environment().raise(result.error());
  return js::undefined(call.env);
}

/// A count, or the error thrown.
template <std::size_t N>
napi_value answer(const Call<N>& call, const Result<std::size_t>& result) {
  if (!result) [[unlikely]]
    return call.environment().raise(result.error());
  return js::number(call.env, static_cast<double>(result.value()));
}

/// A descriptor that a handle owns from now on, or the error thrown.
template <std::size_t N>
napi_value answer(const Call<N>& call, Result<os::Fd> result) {
  if (!result) return call.environment().raise(result.error());
  return js::number(call.env, call.environment().own(std::move(result).value()));
}

/// Adds a function to the exports.
inline void define(Environment& environment, napi_value exports, const char* name,
                   napi_callback function) {
  napi_value value = nullptr;
  napi_create_function(environment.env(), name, NAPI_AUTO_LENGTH, function, &environment, &value);
  napi_set_named_property(environment.env(), exports, name, value);
}

}  // namespace stdnet::binding
