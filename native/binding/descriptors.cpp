#include <poll.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/os/descriptors.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::binding {

namespace {

napi_value close(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (const auto fd = call.integer(0)) call.environment().close(*fd);
  return nullptr;
}

napi_value reap(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (const auto fd = call.integer(0)) call.environment().reap(*fd);
  return nullptr;
}

napi_value release(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (const auto fd = call.integer(0)) call.environment().release(*fd);
  return nullptr;
}

napi_value duplicate(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  auto copy = os::duplicate(*fd);
  if (copy) call.environment().counted().duplicated(*fd, copy.value().get());
  return answer(call, std::move(copy));
}

napi_value shutdown(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto how = call.integer(1);
  if (!fd || !how) return nullptr;
  return answer(call, os::shutdown(*fd, *how));
}

/// Asked of a socket that the event loop waits for: that there is nothing is no error then.
napi_value is_readable(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  const auto ready = os::poll(*fd, POLLIN, 0);
  if (!ready) return call.environment().raise(ready.error());
  return js::boolean(env, ready.value());
}

napi_value write_name(napi_env env, napi_callback_info info,
                      Result<SocketAddress> (*name_of_socket)(int)) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  if (!fd) return nullptr;
  const auto address = name_of_socket(*fd);
  if (!address) return call.environment().raise(address.error());
  if (!js::write_address(env, call[1], address.value())) return nullptr;
  return js::undefined(env);
}

napi_value local_addr(napi_env env, napi_callback_info info) {
  return write_name(env, info, os::local_address);
}
napi_value peer_addr(napi_env env, napi_callback_info info) {
  return write_name(env, info, os::peer_address);
}

/// Whether `fd` is what the handle says it is; an Error says what it is not.
Result<void> check_type(int fd, bool datagram, bool listening) {
  const auto type = os::get_option(fd, os::Option::Type);
  if (!type) return type.error();
  const auto inet = os::is_inet(fd);
  if (!inet) return inet.error();
  if (!inet.value()) return Error::invalid_input("the descriptor is not an IPv4 or IPv6 socket");
  if (type.value() != (datagram ? SOCK_DGRAM : SOCK_STREAM)) {
    return Error::invalid_input(datagram ? "the descriptor is not a UDP socket"
                                         : "the descriptor is not a TCP socket");
  }
  if (datagram) return {};
  const auto accepts = os::get_option(fd, os::Option::AcceptsConnections);
  if (accepts && (accepts.value() != 0) != listening) {
    return Error::invalid_input(listening ? "the descriptor is not a listening socket"
                                          : "the descriptor is a listening socket");
  }
  return {};
}

napi_value adopt(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto fd = call.integer(0);
  const auto type = call.text(1);
  if (!fd || !type) return nullptr;
  auto checked = check_type(*fd, *type == "datagram", *type == "listener");
  if (!checked) {
    // Whatever is wrong with it, it is the argument that is wrong; a bad descriptor keeps its errno.
    checked.error().kind = ErrorKind::InvalidInput;
    return call.environment().raise(checked.error());
  }
  call.environment().own(os::Fd(*fd));
  return js::undefined(env);
}

}  // namespace

void define_descriptors(Environment& environment, napi_value exports) {
  define(environment, exports, "close", close);
  define(environment, exports, "reap", reap);
  define(environment, exports, "release", release);
  define(environment, exports, "duplicate", duplicate);
  define(environment, exports, "shutdown", shutdown);
  define(environment, exports, "isReadable", is_readable);
  define(environment, exports, "localAddr", local_addr);
  define(environment, exports, "peerAddr", peer_addr);
  define(environment, exports, "adopt", adopt);
}

}  // namespace stdnet::binding
