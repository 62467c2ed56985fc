#include "native/binding/checked_fields.h"

#include <cmath>

#include "native/binding/js.h"

namespace stdnet::binding {

napi_value CheckedFields::get(const char* name) const {
  napi_value value = nullptr;
  if (!js::is_object(env_, object_))
    return js::throw_type_error(env_, "ERR_INVALID_ARG_TYPE", "expected an object");
  // Not ok: the getter's own exception is pending.
  return napi_get_named_property(env_, object_, name, &value) == napi_ok ? value : nullptr;
}

std::optional<bool> CheckedFields::absent(const char* name) const {
  napi_value value = get(name);
  if (value == nullptr) return std::nullopt;
  return js::is_nullish(env_, value);
}

std::optional<double> CheckedFields::real(const char* name) const {
  napi_value value = get(name);
  if (value == nullptr) return std::nullopt;
  return js::as_double(env_, value);
}

std::optional<double> CheckedFields::real(const char* name, double least, double most) const {
  const auto value = real(name);
  // NaN is in no range.
  if (!value || (*value >= least && *value <= most)) return value;
  return out_of_range(name);
}

std::optional<bool> CheckedFields::boolean(const char* name) const {
  napi_value value = get(name);
  if (value == nullptr) return std::nullopt;
  return js::as_boolean(env_, value);
}

std::optional<std::string> CheckedFields::text(const char* name) const {
  napi_value value = get(name);
  if (value == nullptr) return std::nullopt;
  return js::as_text(env_, value);
}

std::optional<std::uint64_t> CheckedFields::count(const char* name, std::uint64_t least,
                                                  std::uint64_t most) const {
  const auto value = real(name);
  if (!value) return std::nullopt;
  // NaN is in no range.
  if (*value >= static_cast<double>(least) && *value <= static_cast<double>(most) &&
      *value == std::floor(*value)) {
    return static_cast<std::uint64_t>(*value);
  }
  return out_of_range(name);
}

std::nullopt_t CheckedFields::out_of_range(const char* name) const {
  const std::string message = std::string("\"") + name + "\" is out of range";
  napi_throw_range_error(env_, "ERR_OUT_OF_RANGE", message.c_str());
  return std::nullopt;
}

std::optional<std::vector<int>> CheckedFields::integers(const char* name) const {
  napi_value value = get(name);
  if (value == nullptr) return std::nullopt;
  return as_integers(env_, value);
}

std::optional<std::vector<int>> as_integers(napi_env env, napi_value value) {
  std::uint32_t size = 0;
  if (napi_get_array_length(env, value, &size) != napi_ok) {
    js::throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected an array");
    return std::nullopt;
  }
  std::vector<int> list;
  for (std::uint32_t i = 0; i < size; ++i) {
    napi_value element = nullptr;
    if (napi_get_element(env, value, i, &element) != napi_ok) return std::nullopt;
    const auto number = js::as_integer(env, element);
    if (!number) return std::nullopt;
    list.push_back(*number);
  }
  return list;
}

}  // namespace stdnet::binding
