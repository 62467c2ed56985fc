#include "native/net/data.h"

#include <sys/socket.h>

#include <algorithm>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/slices.h"

namespace stdnet::binding {

namespace {

napi_value receive(napi_env env, napi_callback_info info, int flags) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto into = call.bytes(1);
  if (!fd || !into) return nullptr;
  // Nothing to read into: nothing is waited for.
  if (into->empty()) return js::number(env, 0);
  const auto count = net::recv(call.environment(), *fd, *into, flags);
  if (count && flags == 0) call.environment().counted().received(*fd, count.value());
  return answer(call, count);
}

napi_value recv(napi_env env, napi_callback_info info) {
  return receive(env, info, 0);
}
napi_value peek(napi_env env, napi_callback_info info) {
  return receive(env, info, MSG_PEEK);
}

bool all_empty(std::span<const iovec> slices) {
  return std::all_of(slices.begin(), slices.end(),
                     [](const iovec& slice) { return slice.iov_len == 0; });
}

napi_value recv_vectored(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto views = call.byte_list(1);
  if (!fd || !views) return nullptr;
  auto slices = slices_of(*views);
  if (all_empty(slices)) return js::number(env, 0);
  const auto count = net::recv_vectored(call.environment(), *fd, slices);
  if (count) call.environment().counted().received(*fd, count.value());
  return answer(call, count);
}

napi_value recv_exact(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto into = call.bytes(1);
  if (!fd || !into) return nullptr;
  std::size_t moved = 0;
  const auto result = net::recv_exact(call.environment(), *fd, *into, moved);
  call.environment().counted().received(*fd, moved);
  if (!result) return call.environment().raise(result.error(), moved);
  return nullptr;
}

napi_value send(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto from = call.bytes(1);
  if (!fd || !from) return nullptr;
  const auto count = net::send(call.environment(), *fd, *from);
  if (count) call.environment().counted().sent(*fd, count.value());
  return answer(call, count);
}

napi_value send_vectored(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto views = call.byte_list(1);
  if (!fd || !views) return nullptr;
  auto slices = slices_of(*views);
  const auto count = net::send_vectored(call.environment(), *fd, slices);
  if (count) call.environment().counted().sent(*fd, count.value());
  return answer(call, count);
}

napi_value send_all(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto from = call.bytes(1);
  if (!fd || !from) return nullptr;
  std::size_t moved = 0;
  const auto result = net::send_all(call.environment(), *fd, *from, moved);
  call.environment().counted().sent(*fd, moved);
  if (!result) return call.environment().raise(result.error(), moved);
  return nullptr;
}

}  // namespace

void define_data(Environment& environment, napi_value exports) {
  define(environment, exports, "recv", recv);
  define(environment, exports, "peek", peek);
  define(environment, exports, "recvVectored", recv_vectored);
  define(environment, exports, "recvExact", recv_exact);
  define(environment, exports, "send", send);
  define(environment, exports, "sendVectored", send_vectored);
  define(environment, exports, "sendAll", send_all);
}

}  // namespace stdnet::binding
