#include "native/net/tcp.h"

#include <chrono>

#include "native/binding/call.h"
#include "native/binding/exports.h"

namespace stdnet::binding {

namespace {

napi_value tcp_connect(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto addresses = call.addresses(0);
  if (!addresses) return nullptr;
  return answer(call, net::connect(call.environment(), *addresses));
}

napi_value tcp_connect_timeout(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto address = call.address(0);
  const auto limit = call.real(1);
  if (!address || !limit) return nullptr;
  return answer(call,
                net::connect_timeout(call.environment(), *address, js::microseconds_of(*limit)));
}

napi_value tcp_bind(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto addresses = call.addresses(0);
  const auto backlog = call.integer(1);
  const auto reuse_port = call.boolean(2);
  if (!addresses || !backlog || !reuse_port) return nullptr;
  net::ListenOptions options{
      .backlog = *backlog, .reuse_port = *reuse_port, .v6_only = std::nullopt};
  if (!call.nullish(3)) {
    options.v6_only = call.boolean(3);
    if (!options.v6_only) return nullptr;
  }
  return answer(call, net::listen(*addresses, options));
}

napi_value accept(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto listener = call.integer(0);
  if (!listener) return nullptr;
  auto accepted = net::accept(call.environment(), *listener);
  if (!accepted) return call.environment().raise(accepted.error());
  if (!js::write_address(env, call[1], accepted.value().peer)) return nullptr;
  return js::number(env, call.environment().own(std::move(accepted.value().fd)));
}

}  // namespace

void define_tcp(Environment& environment, napi_value exports) {
  define(environment, exports, "tcpConnect", tcp_connect);
  define(environment, exports, "tcpConnectTimeout", tcp_connect_timeout);
  define(environment, exports, "tcpBind", tcp_bind);
  define(environment, exports, "accept", accept);
}

}  // namespace stdnet::binding
