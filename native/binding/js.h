#pragma once

#include <node_api.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/address.h"

/// Values across the boundary. A conversion that fails throws a TypeError in JS and returns nullopt; the function that
/// asked then returns nullptr. Threads: the JS thread of `env`.
namespace stdnet::binding::js {

napi_value undefined(napi_env env);
napi_value null(napi_env env);
napi_value boolean(napi_env env, bool value);
napi_value number(napi_env env, double value);
napi_value text(napi_env env, std::string_view value);
napi_value array(napi_env env, std::initializer_list<napi_value> elements);
/// A new Uint8Array with these bytes.
napi_value bytes(napi_env env, std::span<const std::uint8_t> value);
/// A new Float64Array with these numbers.
napi_value doubles(napi_env env, std::span<const double> value);
/// A new Buffer with these bytes. nullptr with an exception pending: there is no room for it.
napi_value buffer(napi_env env, std::span<const std::uint8_t> value);

napi_value throw_type_error(napi_env env, const char* code, const char* message);

[[nodiscard]] bool is_nullish(napi_env env, napi_value value);
[[nodiscard]] bool is_object(napi_env env, napi_value value);
[[nodiscard]] std::optional<std::int32_t> as_integer(napi_env env, napi_value value);
[[nodiscard]] std::optional<double> as_double(napi_env env, napi_value value);
[[nodiscard]] std::optional<bool> as_boolean(napi_env env, napi_value value);
[[nodiscard]] std::optional<std::string> as_text(napi_env env, napi_value value);

/// A duration from JS: never under 1 µs unless it is 0 (a limit must not turn into none), capped where the kernel's types end.
[[nodiscard]] std::chrono::microseconds microseconds_of(double milliseconds);

/// The memory of any ArrayBufferView. It is JS's: good until JS runs again. A detached one is a TypeError.
[[nodiscard]] std::optional<std::span<std::uint8_t>> as_bytes(napi_env env, napi_value value);
/// An array of views.
[[nodiscard]] std::optional<std::vector<std::span<std::uint8_t>>> as_byte_list(napi_env env,
                                                                               napi_value value);

/// A packed address, or several, one behind the other.
[[nodiscard]] std::optional<SocketAddress> as_address(napi_env env, napi_value value);
[[nodiscard]] std::optional<std::vector<SocketAddress>> as_addresses(napi_env env,
                                                                     napi_value value);
/// 4 or 16 octets.
[[nodiscard]] std::optional<IpAddress> as_ip(napi_env env, napi_value value);
/// Writes to a view of kPackedAddressSize bytes or more.
[[nodiscard]] bool write_address(napi_env env, napi_value view, const SocketAddress& address);

}  // namespace stdnet::binding::js
