#include <optional>
#include <string>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/worker_handle.h"
#include "native/os/errno.h"
#include "native/server/prefork/registry.h"

/// What a Worker does for the server that it works for.
namespace stdnet::binding {

namespace {

ErrorKind kind_named(std::string_view name) {
  for (int i = 0; i < kErrorKindCount; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    if (name_of(kind) == name) return kind;
  }
  return ErrorKind::Other;
}

napi_value worker_join(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto id = call.text(0);
  if (!id) return nullptr;
  auto prefork = server::preforks::find(*id);
  if (!prefork || !prefork->join()) return js::null(env);
  return wrap(env, std::make_unique<WorkerHandle>(call.environment(), std::move(prefork)));
}

napi_value worker_accept(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  auto* handle = unwrap<WorkerHandle>(env, call[0]);
  const auto patience = call.real(1);
  if (handle == nullptr || !patience) return nullptr;
  const auto deadline = net::Clock::now() + js::microseconds_of(*patience);
  auto accepted = handle->worker().accept(call.environment(), deadline);
  if (!accepted) return call.environment().raise(accepted.error());
  auto& visitor = accepted.value();
  if (!visitor) return handle->worker().over() ? js::undefined(env) : js::null(env);
  if (!js::write_address(env, call[2], visitor->peer)) return nullptr;
  const int fd = call.environment().own(std::move(visitor->stream));
  call.environment().counted().begin(fd, *handle->worker().connection());
  return js::array(env, {js::number(env, fd), js::number(env, static_cast<double>(visitor->id))});
}

/// What a handler has thrown, as its server tells of it. nullopt: thrown.
std::optional<Error> error_of(const Call<6>& call, server::Prefork& prefork) {
  const auto kind = call.text(1);
  auto code = call.text(3);
  auto syscall = call.text(4);
  auto text = call.text(5);
  if (!kind || !code || !syscall || !text) return std::nullopt;
  if (!call.nullish(2)) {
    const auto number = call.integer(2);
    if (!number) return std::nullopt;
    return os::error_of(*number, prefork.keep(*std::move(syscall)));
  }
  return Error::of(kind_named(*kind), prefork.keep(*std::move(code)), *std::move(text),
                   prefork.keep(*std::move(syscall)));
}

napi_value worker_done(napi_env env, napi_callback_info info) {
  const Call<6> call(env, info);
  auto* handle = unwrap<WorkerHandle>(env, call[0]);
  if (handle == nullptr) return nullptr;
  server::PreforkWorker& worker = handle->worker();
  const auto* connection = worker.connection();
  if (connection == nullptr) return nullptr;
  std::optional<Error> error;
  if (!call.nullish(1)) {
    error = error_of(call, worker.prefork());
    if (!error) return nullptr;
  }
  call.environment().counted().end(*connection);
  worker.done(std::move(error));
  return nullptr;
}

}  // namespace

void define_worker(Environment& environment, napi_value exports) {
  define(environment, exports, "workerJoin", worker_join);
  define(environment, exports, "workerAccept", worker_accept);
  define(environment, exports, "workerDone", worker_done);
}

}  // namespace stdnet::binding
