#include <optional>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/worker_handle.h"
#include "native/binding/worker_join.h"

/// What a Worker that serves one connection at a time does for its server.
namespace stdnet::binding {

namespace {

napi_value worker_join(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  napi_value answer = nullptr;
  auto prefork = join_server(call.environment(), call[0], server::Prefork::Form::One, answer);
  if (!prefork) return answer;
  auto worker = std::make_unique<server::PreforkWorker>(std::move(prefork));
  return wrap(env, std::make_unique<WorkerHandle>(call.environment(), std::move(worker)));
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

napi_value worker_done(napi_env env, napi_callback_info info) {
  const Call<6> call(env, info);
  auto* handle = unwrap<WorkerHandle>(env, call[0]);
  if (handle == nullptr) return nullptr;
  server::PreforkWorker& worker = handle->worker();
  const auto* connection = worker.connection();
  if (connection == nullptr) return nullptr;
  std::optional<Error> error;
  const Thrown thrown{call[1], call[2], call[3], call[4], call[5]};
  if (!read_thrown(env, thrown, worker.prefork(), error)) return nullptr;
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
