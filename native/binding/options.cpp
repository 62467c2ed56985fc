#include "native/os/socket_options.h"

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/os/errno.h"

namespace stdnet::binding {

namespace {

std::optional<os::Option> option_of(napi_env env, std::optional<std::int32_t> number) {
  if (!number) return std::nullopt;
  if (*number < 0 || *number >= os::kOptionCount) {
    js::throw_type_error(env, "ERR_INVALID_ARG_VALUE", "expected an Option");
    return std::nullopt;
  }
  return static_cast<os::Option>(*number);
}

os::Direction direction_of(std::int32_t number) {
  return number == 0 ? os::Direction::Read : os::Direction::Write;
}

napi_value get_option(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  const auto option = option_of(env, call.integer(1));
  if (!option) return nullptr;
  const auto value = os::get_option(*fd, *option);
  if (!value) return call.environment().raise(value.error());
  return js::number(env, value.value());
}

napi_value set_option(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto fd = call.integer(0);
  const auto value = call.integer(2);
  if (!fd || !value) return nullptr;
  const auto option = option_of(env, call.integer(1));
  if (!option) return nullptr;
  return answer(call, os::set_option(*fd, *option, *value));
}

napi_value get_timeout(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto direction = call.integer(1);
  if (!fd || !direction) return nullptr;
  const auto limit = os::timeout(*fd, direction_of(*direction));
  if (!limit) return call.environment().raise(limit.error());
  if (!limit.value()) return js::null(env);
  return js::number(env, static_cast<double>(limit.value()->count()) / 1000);
}

napi_value set_timeout(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto fd = call.integer(0);
  const auto direction = call.integer(1);
  if (!fd || !direction) return nullptr;
  os::Timeout limit;
  if (!call.nullish(2)) {
    const auto milliseconds = call.real(2);
    if (!milliseconds) return nullptr;
    limit = js::microseconds_of(*milliseconds);
  }
  return answer(call, os::set_timeout(*fd, direction_of(*direction), limit));
}

napi_value get_linger(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  const auto seconds = os::linger(*fd);
  if (!seconds) return call.environment().raise(seconds.error());
  return seconds.value() ? js::number(env, *seconds.value()) : js::null(env);
}

napi_value set_linger(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  std::optional<int> seconds;
  if (!call.nullish(1)) {
    seconds = call.integer(1);
    if (!seconds) return nullptr;
  }
  return answer(call, os::set_linger(*fd, seconds));
}

napi_value set_nonblocking(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto on = call.boolean(1);
  if (!fd || !on) return nullptr;
  return answer(call, os::set_nonblocking(*fd, *on));
}

napi_value take_error(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  const auto pending = os::take_error(*fd);
  if (!pending) return call.environment().raise(pending.error());
  if (pending.value() == 0) return js::null(env);
  return call.environment().make_error(os::error_of(pending.value(), {}));
}

napi_value membership_v4(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto fd = call.integer(0);
  const auto join = call.boolean(1);
  const auto group = call.ip(2);
  const auto interface_ip = call.ip(3);
  if (!fd || !join || !group || !interface_ip) return nullptr;
  return answer(call, os::set_membership_v4(*fd, *join, *group, *interface_ip));
}

napi_value membership_v6(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto fd = call.integer(0);
  const auto join = call.boolean(1);
  const auto group = call.ip(2);
  const auto index = call.real(3);
  if (!fd || !join || !group || !index) return nullptr;
  return answer(call, os::set_membership_v6(*fd, *join, *group, static_cast<unsigned>(*index)));
}

}  // namespace

void define_options(Environment& environment, napi_value exports) {
  define(environment, exports, "getOption", get_option);
  define(environment, exports, "setOption", set_option);
  define(environment, exports, "getTimeout", get_timeout);
  define(environment, exports, "setTimeout", set_timeout);
  define(environment, exports, "getLinger", get_linger);
  define(environment, exports, "setLinger", set_linger);
  define(environment, exports, "setNonblocking", set_nonblocking);
  define(environment, exports, "takeError", take_error);
  define(environment, exports, "membershipV4", membership_v4);
  define(environment, exports, "membershipV6", membership_v6);
}

}  // namespace stdnet::binding
