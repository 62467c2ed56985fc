#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/mail_calls.h"

/// What JavaScript does with the connections that it handles itself.
namespace stdnet::binding {

namespace {

/// What a call means; null: it has thrown, or the connection is over.
template <std::size_t N>
relay::Relay* relay_of(const Call<N>& call) {
  const Mail* mail = mail_of<Mail>(call.env, call[0]);
  if (mail == nullptr) return nullptr;
  const auto slot = call.integer(1);
  return slot && *slot >= 0 ? mail->at(static_cast<std::uint32_t>(*slot)) : nullptr;
}

template <auto Do>
napi_value on_relay(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  if (auto* relay = relay_of(call)) (relay->*Do)();
  return nullptr;
}

napi_value connection_write(napi_env env, napi_callback_info info) {
  using When = relay::Relay::When;
  const Call<4> call(env, info);
  auto* relay = relay_of(call);
  if (relay == nullptr) return js::number(env, -1);
  const auto bytes = call.bytes(2);
  const auto later = call.boolean(3);
  if (!bytes || !later) return nullptr;
  const auto waiting = relay->write(*bytes, *later ? When::Later : When::Now);
  return js::number(env, waiting ? static_cast<double>(*waiting) : -1);
}

napi_value connection_receive(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  auto* relay = relay_of(call);
  if (relay == nullptr) return js::number(env, 0);
  const auto pool = call.bytes(2);
  const auto used = call.integer(3);
  if (!pool || !used) return nullptr;
  if (*used < 0 || static_cast<std::size_t>(*used) >= pool->size())
    return js::throw_type_error(env, "ERR_INVALID_ARG_VALUE", "no room to receive");
  const auto got = relay->receive(pool->subspan(static_cast<std::size_t>(*used)));
  return js::number(env, static_cast<double>(got));
}

napi_value connection_end(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  auto* relay = relay_of(call);
  return js::boolean(env, relay != nullptr && relay->end());
}

}  // namespace

void define_connections(Environment& environment, napi_value exports) {
  define(environment, exports, "serverMail", take_mail<Mail>);
  define(environment, exports, "serverMailSoon", ring_for_mail<Mail>);
  define(environment, exports, "connectionWrite", connection_write);
  define(environment, exports, "connectionSend", on_relay<&relay::Relay::send_soon>);
  define(environment, exports, "connectionReceive", connection_receive);
  define(environment, exports, "connectionEnd", connection_end);
  define(environment, exports, "connectionDestroy", on_relay<&relay::Relay::destroy>);
  define(environment, exports, "connectionPause", on_relay<&relay::Relay::pause>);
  define(environment, exports, "connectionResume", on_relay<&relay::Relay::resume>);
}

}  // namespace stdnet::binding
