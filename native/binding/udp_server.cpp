#include "native/server/udp_server.h"

#include <cstdint>
#include <memory>
#include <optional>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/mail_calls.h"
#include "native/binding/native_handler.h"
#include "native/binding/server_handle.h"
#include "native/handlers/datagram_registry.h"

namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostUdpThreads = 1024;
constexpr std::uint64_t kMostDatagramBytes = 65535;

napi_value make_udp_handler(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto name = call.text(0);
  if (!name) return nullptr;
  auto handler = handlers::make_datagram_handler(*name);
  if (!handler)
    return js::throw_type_error(env, "ERR_INVALID_ARG_VALUE", "there is no handler of that name");
  return wrap(env, std::make_unique<NativeUdpHandler>(NativeUdpHandler{std::move(handler)}));
}

std::optional<server::UdpOptions> udp_options_of(const CheckedFields& fields) {
  const auto threads = fields.count("threads", 1, kMostUdpThreads);
  if (!threads) return std::nullopt;
  const auto max_datagram = fields.count("maxDatagram", 1, kMostDatagramBytes);
  if (!max_datagram) return std::nullopt;
  server::UdpOptions options;
  if (!fields.count_if_there("recvBufferSize", 0, INT32_MAX, options.recv_buffer_size))
    return std::nullopt;
  options.threads = static_cast<std::size_t>(*threads);
  options.max_datagram = static_cast<std::size_t>(*max_datagram);
  return options;
}

napi_value serve_udp(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto socket = call.integer(0);
  if (!socket) return nullptr;
  const auto* handler = unwrap<NativeUdpHandler>(env, call[1]);
  if (handler == nullptr) return nullptr;
  const auto options = udp_options_of(CheckedFields(env, call[2]));
  auto bell = Doorbell::create_or_throw(env, call[3]);
  if (!options || !bell) return nullptr;
  return start_server(call.environment(), *socket, *options, handler->handler,
                      std::make_unique<ServerHandle>(call.environment(), std::move(bell)));
}

napi_value serve_datagrams(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto socket = call.integer(0);
  const auto options = udp_options_of(CheckedFields(env, call[1]));
  auto bell = Doorbell::create_or_throw(env, call[2]);
  auto mail_bell = Doorbell::create_or_throw(env, call[3]);
  if (!socket || !options || !bell || !mail_bell) return nullptr;
  mail_bell->keep_alive(false);
  auto mail = std::make_unique<DatagramMail>(env, std::move(mail_bell));
  server::DatagramSink* sink = &mail->sink();
  return start_server(
      call.environment(), *socket, *options, sink,
      std::make_unique<ServerHandle>(call.environment(), std::move(bell), std::move(mail)));
}

napi_value udp_server_send_to(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  const auto bytes = call.bytes(1);
  const auto to = call.address(2);
  if (handle == nullptr || !bytes || !to) return nullptr;
  if (!handle->is_udp())
    return js::throw_type_error(env, "ERR_INVALID_ARG_TYPE", "expected a UDP server");
  return answer(call, handle->send_to(*bytes, *to));
}

}  // namespace

void define_udp_server(Environment& environment, napi_value exports) {
  define(environment, exports, "makeUdpHandler", make_udp_handler);
  define(environment, exports, "serveUdp", serve_udp);
  define(environment, exports, "serveDatagrams", serve_datagrams);
  define(environment, exports, "serverDatagrams", take_mail<DatagramMail>);
  define(environment, exports, "serverDatagramsSoon", ring_for_mail<DatagramMail>);
  define(environment, exports, "udpServerSendTo", udp_server_send_to);
}

}  // namespace stdnet::binding
