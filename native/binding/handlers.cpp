#include <cstdint>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/native_handler.h"
#include "native/handlers/echo.h"
#include "native/handlers/kv.h"
#include "native/os/random.h"

namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostBytes = INT32_MAX;

napi_value hand_out(napi_env env, std::shared_ptr<const server::HandlerFactory> factory) {
  return wrap(env, std::make_unique<NativeHandler>(NativeHandler{std::move(factory)}));
}

napi_value echo_handler(napi_env env, napi_callback_info /*info*/) {
  return hand_out(env, handlers::echo());
}

napi_value kv_handler(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const CheckedFields fields(env, call[0]);
  kv::Limits limits;
  if (!fields.count_if_there("maxLine", 1, kMostBytes, limits.max_line) ||
      !fields.count_if_there("maxValue", 0, kMostBytes, limits.max_value)) {
    return nullptr;
  }
  auto store = std::make_shared<kv::Store>(kv::Seed{os::random_bits(), os::random_bits()});
  return hand_out(env, handlers::kv(std::move(store), limits));
}

}  // namespace

void define_handlers(Environment& environment, napi_value exports) {
  define(environment, exports, "echoHandler", echo_handler);
  define(environment, exports, "kvHandler", kv_handler);
}

}  // namespace stdnet::binding
