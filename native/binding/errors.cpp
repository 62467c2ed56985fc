#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/os/blocked_threads.h"
#include "native/os/errno.h"

namespace stdnet::binding {

namespace {

napi_value set_error_factory(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  call.environment().set_error_factory(call[0]);
  return nullptr;
}

napi_value describe_errno(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto number = call.integer(0);
  if (!number) return nullptr;
  return js::array(env, {js::text(env, name_of(os::kind_of(*number))),
                         js::text(env, os::code_of(*number)), js::text(env, os::text_of(*number))});
}

napi_value hurry(napi_env /*env*/, napi_callback_info /*info*/) {
  os::blocked_threads::hurry();
  return nullptr;
}

}  // namespace

void define_errors(Environment& environment, napi_value exports) {
  define(environment, exports, "setErrorFactory", set_error_factory);
  define(environment, exports, "describeErrno", describe_errno);
  define(environment, exports, "hurry", hurry);
}

}  // namespace stdnet::binding
