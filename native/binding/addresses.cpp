#include <algorithm>
#include <vector>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/core/address_parser.h"
#include "native/net/lookup.h"

namespace stdnet::binding {

namespace {

napi_value parse_ip(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto text = call.text(0);
  if (!text) return nullptr;
  const auto ip = stdnet::parse_ip(*text);
  if (!ip) return call.environment().raise(ip.error());
  return js::bytes(env, ip.value().octets());
}

napi_value parse_socket_addr(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto text = call.text(0);
  if (!text) return nullptr;
  const auto address = parse_socket_address(*text);
  if (!address) return call.environment().raise(address.error());
  return js::bytes(env, pack(address.value()));
}

napi_value format_ip(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto ip = call.ip(0);
  if (!ip) return nullptr;
  return js::text(env, to_string(*ip));
}

napi_value format_socket_addr(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto address = call.address(0);
  if (!address) return nullptr;
  return js::text(env, to_string(*address));
}

napi_value lookup(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto host = call.text(0);
  const auto port = call.integer(1);
  if (!host || !port) return nullptr;
  const auto found = net::lookup(call.environment(), *host, static_cast<std::uint16_t>(*port));
  if (!found) return call.environment().raise(found.error());
  std::vector<std::uint8_t> list;
  for (const SocketAddress& address : found.value()) {
    const PackedAddress packed = pack(address);
    list.insert(list.end(), packed.begin(), packed.end());
  }
  return js::bytes(env, list);
}

}  // namespace

void define_addresses(Environment& environment, napi_value exports) {
  define(environment, exports, "parseIp", parse_ip);
  define(environment, exports, "parseSocketAddr", parse_socket_addr);
  define(environment, exports, "formatIp", format_ip);
  define(environment, exports, "formatSocketAddr", format_socket_addr);
  define(environment, exports, "lookup", lookup);
}

}  // namespace stdnet::binding
