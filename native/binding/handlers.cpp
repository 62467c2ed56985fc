#include <cstdint>
#include <memory>
#include <optional>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/kv_store.h"
#include "native/binding/native_handler.h"
#include "native/handlers/registry.h"

namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostHandlerBytes = INT32_MAX;

/// A store that JavaScript holds too, or none. False: thrown.
bool read_store(napi_env env, const CheckedFields& fields, std::shared_ptr<kv::Store>& into) {
  napi_value value = fields.get("store");
  if (value == nullptr || js::is_nullish(env, value)) return value != nullptr;
  const auto* handle = unwrap<KvStore>(env, value);
  if (handle != nullptr) into = handle->store;
  return handle != nullptr;
}

std::optional<handlers::Options> handler_options_of(napi_env env, const CheckedFields& fields) {
  handlers::Options options;
  if (!read_store(env, fields, options.store) ||
      !fields.count_if_there("maxLine", 1, kMostHandlerBytes, options.max_line) ||
      !fields.count_if_there("maxValue", 0, kMostHandlerBytes, options.max_value)) {
    return std::nullopt;
  }
  return options;
}

napi_value make_handler(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto name = call.text(0);
  if (!name) return nullptr;
  const auto options = handler_options_of(env, CheckedFields(env, call[1]));
  if (!options) return nullptr;
  auto factory = handlers::make(*name, *options);
  if (!factory) {
    return js::throw_type_error(env, "ERR_INVALID_ARG_VALUE", "there is no handler of that name");
  }
  return wrap(env, std::make_unique<NativeHandler>(NativeHandler{std::move(factory)}));
}

}  // namespace

void define_handlers(Environment& environment, napi_value exports) {
  define(environment, exports, "makeHandler", make_handler);
}

}  // namespace stdnet::binding
