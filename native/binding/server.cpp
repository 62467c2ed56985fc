#include <chrono>
#include <cstdint>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/native_handler.h"
#include "native/binding/server_handle.h"
#include "native/os/socket_options.h"
#include "native/relay/crews.h"
#include "native/server/handler_crew.h"

namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostThreads = 4096;
constexpr std::uint64_t kMostSpin = 1'000'000;
constexpr std::uint64_t kMostStack = std::uint64_t{1} << 30U;

/// Milliseconds, or null for no limit. False: thrown.
bool read_timeout(const CheckedFields& fields, const char* name, os::Timeout& into) {
  const auto none = fields.absent(name);
  if (!none || *none) return none.has_value();
  const auto ms = fields.real(name);
  if (ms) into = js::microseconds_of(*ms);
  return ms.has_value();
}

std::optional<server::Options> options_of(const CheckedFields& fields) {
  server::Options options;
  if (!fields.count_if_there("pool", 1, kMostThreads, options.pool) ||
      !fields.count_if_there("maxConnections", 1, INT32_MAX, options.max_connections) ||
      !fields.count_if_there("stackSize", 1, kMostStack, options.stack_size) ||
      !read_timeout(fields, "idleTimeout", options.idle_timeout) ||
      !read_timeout(fields, "lineTimeout", options.line_timeout) ||
      !read_timeout(fields, "writeTimeout", options.write_timeout)) {
    return std::nullopt;
  }
  const auto spin = fields.count("spin", 0, kMostSpin);
  const auto nodelay = fields.boolean("nodelay");
  if (!spin || !nodelay) return std::nullopt;
  options.spin = std::chrono::microseconds(*spin);
  options.nodelay = *nodelay;
  return options;
}

napi_value serve(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto listener = call.integer(0);
  if (!listener) return nullptr;
  auto* handler = unwrap<NativeHandler>(env, call[1]);
  if (handler == nullptr) return nullptr;
  const auto options = options_of(CheckedFields(env, call[2]));
  auto bell = Doorbell::create_or_throw(env, call[3]);
  if (!options || !bell) return nullptr;
  return start_server(call.environment(), *listener, *options,
                      server::with_handlers(handler->factory),
                      std::make_unique<ServerHandle>(call.environment(), std::move(bell)));
}

napi_value serve_connections(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  const auto listener = call.integer(0);
  const auto options = options_of(CheckedFields(env, call[1]));
  auto bell = Doorbell::create_or_throw(env, call[2]);
  auto mail_bell = Doorbell::create_or_throw(env, call[3]);
  if (!listener || !options || !bell || !mail_bell) return nullptr;
  mail_bell->keep_alive(false);
  auto mail = std::make_unique<Mail>(call.environment(), *options, std::move(mail_bell));
  relay::Relays& relays = mail->relays();
  return start_server(
      call.environment(), *listener, *options,
      [&relays](const server::Options&, server::Roster& roster) {
        return relay::hire(roster, relays);
      },
      std::make_unique<ServerHandle>(call.environment(), std::move(bell), std::move(mail)));
}

napi_value serve_workers(napi_env env, napi_callback_info info) {
  const Call<5> call(env, info);
  const auto listener = call.integer(0);
  auto id = call.text(1);
  const auto workers = call.integer(2);
  const auto options = options_of(CheckedFields(env, call[3]));
  auto bell = Doorbell::create_or_throw(env, call[4]);
  if (!listener || !id || !workers || !options || !bell) return nullptr;
  return start_server(call.environment(), *listener, *options,
                      Staff{*std::move(id), static_cast<std::size_t>(*workers)},
                      std::make_unique<ServerHandle>(call.environment(), std::move(bell)));
}

napi_value server_listen(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  const auto topics = call.integer(1);
  if (handle == nullptr || !topics) return nullptr;
  handle->listen(static_cast<std::uint32_t>(*topics));
  return nullptr;
}

napi_value server_events(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  return handle == nullptr ? nullptr : handle->take_events();
}

napi_value server_stats(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  return handle == nullptr ? nullptr : handle->stats();
}

napi_value server_shutdown(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  const auto drain = call.real(1);
  if (handle == nullptr || !drain) return nullptr;
  const auto patience = std::chrono::ceil<std::chrono::milliseconds>(js::microseconds_of(*drain));
  handle->shutdown(patience);
  return nullptr;
}

napi_value server_close(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (auto* handle = unwrap<ServerHandle>(env, call[0])) handle->close();
  return nullptr;
}

napi_value server_keep_alive(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  auto* handle = unwrap<ServerHandle>(env, call[0]);
  const auto alive = call.boolean(1);
  if (handle != nullptr && alive) handle->bell().keep_alive(*alive);
  return nullptr;
}

}  // namespace

void define_server(Environment& environment, napi_value exports) {
  define(environment, exports, "serve", serve);
  define(environment, exports, "serveConnections", serve_connections);
  define(environment, exports, "serveWorkers", serve_workers);
  define(environment, exports, "serverListen", server_listen);
  define(environment, exports, "serverEvents", server_events);
  define(environment, exports, "serverStats", server_stats);
  define(environment, exports, "serverShutdown", server_shutdown);
  define(environment, exports, "serverClose", server_close);
  define(environment, exports, "serverKeepAlive", server_keep_alive);
}

}  // namespace stdnet::binding
