#include "native/binding/js.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace stdnet::binding::js {

namespace {

std::optional<std::size_t> element_size(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array:
      return 8;
    default:
      return std::nullopt;
  }
}

struct View {
  void* data = nullptr;
  std::size_t size = 0;
  napi_value buffer = nullptr;
};

bool look_at(napi_env env, napi_value value, View& view) {
  napi_typedarray_type type{};
  std::size_t offset = 0;
  std::size_t length = 0;
  if (napi_get_typedarray_info(env, value, &type, &length, &view.data, &view.buffer, &offset) ==
      napi_ok) {
    view.size = length * element_size(type).value_or(1);
    return true;
  }
  return napi_get_dataview_info(env, value, &view.size, &view.data, &view.buffer, &offset) ==
         napi_ok;
}

template <typename Element>
napi_value typed_array(napi_env env, napi_typedarray_type type, std::span<const Element> value) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  if (napi_create_arraybuffer(env, value.size_bytes(), &data, &buffer) != napi_ok) return nullptr;
  if (!value.empty()) std::memcpy(data, value.data(), value.size_bytes());
  napi_create_typedarray(env, type, value.size(), buffer, 0, &array);
  return array;
}

}  // namespace

napi_value undefined(napi_env env) {
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return value;
}

napi_value null(napi_env env) {
  napi_value value = nullptr;
  napi_get_null(env, &value);
  return value;
}

napi_value boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  napi_get_boolean(env, value, &result);
  return result;
}

napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

napi_value text(napi_env env, std::string_view value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value.data(), value.size(), &result);
  return result;
}

napi_value array(napi_env env, std::initializer_list<napi_value> elements) {
  napi_value result = nullptr;
  napi_create_array_with_length(env, elements.size(), &result);
  std::uint32_t i = 0;
  for (napi_value element : elements) napi_set_element(env, result, i++, element);
  return result;
}

napi_value bytes(napi_env env, std::span<const std::uint8_t> value) {
  return typed_array(env, napi_uint8_array, value);
}

napi_value doubles(napi_env env, std::span<const double> value) {
  return typed_array(env, napi_float64_array, value);
}

napi_value buffer(napi_env env, std::span<const std::uint8_t> value) {
  napi_value result = nullptr;
  napi_create_buffer_copy(env, value.size(), value.data(), nullptr, &result);
  return result;
}

napi_value throw_type_error(napi_env env, const char* code, const char* message) {
  napi_throw_type_error(env, code, message);
  return nullptr;
}

bool is_nullish(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_null || type == napi_undefined;
}

bool is_object(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_object;
}

std::optional<std::int32_t> as_integer(napi_env env, napi_value value) {
  std::int32_t result = 0;
  if (napi_get_value_int32(env, value, &result) == napi_ok) [[likely]]
    return result;
  throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a number");
  return std::nullopt;
}

std::optional<double> as_double(napi_env env, napi_value value) {
  double result = 0;
  if (napi_get_value_double(env, value, &result) == napi_ok) return result;
  throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a number");
  return std::nullopt;
}

std::optional<bool> as_boolean(napi_env env, napi_value value) {
  bool result = false;
  if (napi_get_value_bool(env, value, &result) == napi_ok) return result;
  throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a boolean");
  return std::nullopt;
}

std::optional<std::string> as_text(napi_env env, napi_value value) {
  std::size_t size = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &size) != napi_ok) {
    throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a string");
    return std::nullopt;
  }
  std::string result(size, '\0');
  napi_get_value_string_utf8(env, value, result.data(), size + 1, &size);
  return result;
}

std::chrono::microseconds microseconds_of(double milliseconds) {
  if (!(milliseconds > 0)) return std::chrono::microseconds(0);
  constexpr double kMost = 9e18;  // nanoseconds, 285 years
  // Rounded to nanoseconds, as a Duration has them: 8.001 ms is a little under 8001 µs, and must not become 8000.
  const std::chrono::nanoseconds exact(std::llround(std::min(milliseconds * 1e6, kMost)));
  return std::max(std::chrono::floor<std::chrono::microseconds>(exact),
                  std::chrono::microseconds(1));
}

std::optional<std::span<std::uint8_t>> as_bytes(napi_env env, napi_value value) {
  View view;
  if (!look_at(env, value, view)) {
    throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a Buffer, TypedArray or DataView");
    return std::nullopt;
  }
  if (view.size == 0) [[unlikely]] {
    bool detached = false;
    napi_is_detached_arraybuffer(env, view.buffer, &detached);
    if (detached) {
      throw_type_error(env, "ERR_INVALID_STATE", "Invalid state: the buffer is detached");
      return std::nullopt;
    }
    return std::span<std::uint8_t>();
  }
  return std::span(static_cast<std::uint8_t*>(view.data), view.size);
}

std::optional<std::vector<std::span<std::uint8_t>>> as_byte_list(napi_env env, napi_value value) {
  std::uint32_t count = 0;
  if (napi_get_array_length(env, value, &count) != napi_ok) {
    throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected an array");
    return std::nullopt;
  }
  std::vector<std::span<std::uint8_t>> list;
  list.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    napi_value element = nullptr;
    if (napi_get_element(env, value, i, &element) != napi_ok) return std::nullopt;
    const auto view = as_bytes(env, element);
    if (!view) return std::nullopt;
    list.push_back(*view);
  }
  return list;
}

std::optional<SocketAddress> as_address(napi_env env, napi_value value) {
  const auto packed = as_bytes(env, value);
  if (!packed) return std::nullopt;
  if (packed->size() < kPackedAddressSize) {
    throw_type_error(env, "ERR_INVALID_ARG_VALUE", "expected a packed address");
    return std::nullopt;
  }
  return unpack(*packed);
}

std::optional<std::vector<SocketAddress>> as_addresses(napi_env env, napi_value value) {
  const auto packed = as_bytes(env, value);
  if (!packed) return std::nullopt;
  std::vector<SocketAddress> addresses;
  for (auto rest = *packed; rest.size() >= kPackedAddressSize;
       rest = rest.subspan(kPackedAddressSize)) {
    addresses.push_back(unpack(rest));
  }
  return addresses;
}

std::optional<IpAddress> as_ip(napi_env env, napi_value value) {
  const auto octets = as_bytes(env, value);
  if (!octets) return std::nullopt;
  if (octets->size() != 4 && octets->size() != 16) {
    throw_type_error(env, "ERR_INVALID_ARG_VALUE", "expected 4 or 16 octets");
    return std::nullopt;
  }
  IpAddress ip;
  ip.v6 = octets->size() == 16;
  std::copy(octets->begin(), octets->end(), ip.bytes.begin());
  return ip;
}

bool write_address(napi_env env, napi_value view, const SocketAddress& address) {
  const auto out = as_bytes(env, view);
  if (!out) return false;
  if (out->size() < kPackedAddressSize) {
    throw_type_error(env, "ERR_INVALID_ARG_VALUE", "expected room for a packed address");
    return false;
  }
  const PackedAddress packed = pack(address);
  std::copy(packed.begin(), packed.end(), out->begin());
  return true;
}

}  // namespace stdnet::binding::js
