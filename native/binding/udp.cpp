#include "native/net/udp.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/slices.h"
#include "native/net/data.h"

namespace stdnet::binding {

namespace {

napi_value udp_bind(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto addresses = call.addresses(0);
  const auto reuse_address = call.boolean(1);
  const auto reuse_port = call.boolean(2);
  if (!addresses || !reuse_address || !reuse_port) return nullptr;
  net::DatagramOptions options{
      .reuse_address = *reuse_address, .reuse_port = *reuse_port, .v6_only = std::nullopt};
  if (!call.nullish(3)) {
    options.v6_only = call.boolean(3);
    if (!options.v6_only) return nullptr;
  }
  return answer(call, net::bind_datagram(*addresses, options));
}

napi_value udp_connect(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto addresses = call.addresses(1);
  if (!fd || !addresses) return nullptr;
  return answer(call, net::connect_datagram(*fd, *addresses));
}

napi_value receive_datagram(napi_env env, napi_callback_info info, int flags) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto into = call.bytes(1);
  if (!fd || !into) return nullptr;
  return answer(call, net::recv_datagram(call.environment(), *fd, *into, flags));
}

napi_value udp_recv(napi_env env, napi_callback_info info) {
  return receive_datagram(env, info, 0);
}
napi_value udp_peek(napi_env env, napi_callback_info info) {
  return receive_datagram(env, info, MSG_PEEK);
}

napi_value receive_datagram_from(napi_env env, napi_callback_info info, int flags) {
  const Call<3> call(env, info);
  const auto fd = call.integer(0);
  const auto into = call.bytes(1);
  if (!fd || !into) return nullptr;
  const auto received = net::recv_from(call.environment(), *fd, *into, flags);
  if (!received) return call.environment().raise(received.error());
  if (!js::write_address(env, call[2], received.value().from)) return nullptr;
  return js::number(env, static_cast<double>(received.value().size));
}

napi_value udp_recv_from(napi_env env, napi_callback_info info) {
  return receive_datagram_from(env, info, 0);
}
napi_value udp_peek_from(napi_env env, napi_callback_info info) {
  return receive_datagram_from(env, info, MSG_PEEK);
}

napi_value udp_send_to(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto fd = call.integer(0);
  const auto from = call.bytes(1);
  const auto to = call.address(2);
  if (!fd || !from || !to) return nullptr;
  const auto sent = net::send_to(call.environment(), *fd, *from, *to);
  if (!sent) {
    Error error = sent.error();
    return call.environment().raise(std::move(error).at(*to));
  }
  return answer(call, sent);
}

napi_value udp_recv_many(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto fd = call.integer(0);
  const auto views = call.byte_list(1);
  const auto sizes = call.bytes(2);
  const auto from = call.bytes(3);
  if (!fd || !views || !sizes || !from) return nullptr;
  const std::size_t room = std::min({views->size(), sizes->size() / sizeof(std::uint32_t),
                                     from->size() / kPackedAddressSize, os::kMaxMessages});
  if (room == 0) return js::number(env, 0);
  auto slices = slices_of(std::span(*views).first(room));
  std::vector<os::Received> received(room);
  const auto count = net::recv_many(call.environment(), *fd, slices, received);
  if (!count) return call.environment().raise(count.error());

  // JS may have run while the call waited: look at the results' memory again.
  const auto sizes_now = call.bytes(2);
  const auto from_now = call.bytes(3);
  if (!sizes_now || !from_now || sizes_now->size() < sizes->size() ||
      from_now->size() < from->size())
    return nullptr;
  for (std::size_t i = 0; i < count.value(); ++i) {
    const auto size = static_cast<std::uint32_t>(received[i].size);
    std::memcpy(sizes_now->data() + i * sizeof size, &size, sizeof size);
    const PackedAddress packed = pack(received[i].from);
    std::copy(packed.begin(), packed.end(),
              from_now->begin() + static_cast<std::ptrdiff_t>(i * kPackedAddressSize));
  }
  return answer(call, count);
}

napi_value udp_send_many(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto fd = call.integer(0);
  const auto views = call.byte_list(1);
  const auto to = call.addresses(2);
  if (!fd || !views || !to) return nullptr;
  auto slices = slices_of(*views);
  if (slices.empty() || to->empty()) return js::number(env, 0);
  const auto sent = net::send_many(call.environment(), *fd, slices, *to);
  if (!sent) {  // not even the first
    Error error = sent.error();
    return call.environment().raise(std::move(error).at(to->front()));
  }
  return answer(call, sent);
}

}  // namespace

void define_udp(Environment& environment, napi_value exports) {
  define(environment, exports, "udpBind", udp_bind);
  define(environment, exports, "udpConnect", udp_connect);
  define(environment, exports, "udpRecv", udp_recv);
  define(environment, exports, "udpPeek", udp_peek);
  define(environment, exports, "udpRecvFrom", udp_recv_from);
  define(environment, exports, "udpPeekFrom", udp_peek_from);
  define(environment, exports, "udpSendTo", udp_send_to);
  define(environment, exports, "udpRecvMany", udp_recv_many);
  define(environment, exports, "udpSendMany", udp_send_many);
}

}  // namespace stdnet::binding
