#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/worker_handle.h"
#include "native/binding/worker_join.h"

/// What a Worker that holds many connections does for its server.
namespace stdnet::binding {

namespace {

using server::ParkingWorker;
using What = ParkingWorker::What;

napi_value parking_join(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  napi_value answer = nullptr;
  auto prefork = join_server(call.environment(), call[0], server::Prefork::Form::Many, answer);
  if (!prefork) return answer;
  auto worker = ParkingWorker::create(std::move(prefork));
  if (!worker) return call.environment().raise(worker.error());
  return wrap(env,
              std::make_unique<ParkingWorkerHandle>(call.environment(), std::move(worker).value()));
}

napi_value parking_turn(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto* handle = unwrap<ParkingWorkerHandle>(env, call[0]);
  if (handle == nullptr) return nullptr;
  handle->worker().begin_turn();
  return js::boolean(env, !handle->worker().over());
}

/// What has happened, and into `event` (a Uint32Array of two) where and how many bytes.
napi_value parking_next(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  auto* handle = unwrap<ParkingWorkerHandle>(env, call[0]);
  const auto chunk = call.bytes(1);
  const auto sheet = call.bytes(2);
  if (handle == nullptr || !chunk || !sheet) return nullptr;
  ParkingWorker& worker = handle->worker();
  for (const std::uint32_t place : call.environment().counted().take_deserted())
    worker.desert(place);
  const auto next = worker.next(call.environment(), *chunk);
  if (!next) return call.environment().raise(next.error());
  if (!next.value()) return js::null(env);
  const auto [what, place, size] = *next.value();
  const std::array<std::uint32_t, 2> numbers{place, static_cast<std::uint32_t>(size)};
  std::memcpy(sheet->data(), numbers.data(), std::min(sizeof(numbers), sheet->size()));
  return js::number(env, static_cast<double>(what));
}

/// A handle for the connection at that place, and its id; its peer's address into a view.
napi_value parking_open(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  auto* handle = unwrap<ParkingWorkerHandle>(env, call[0]);
  const auto place = call.integer(1);
  if (handle == nullptr || !place) return nullptr;
  const auto at = static_cast<std::uint32_t>(*place);
  auto* connection = handle->worker().connection(at);
  if (connection == nullptr) return js::null(env);
  if (!js::write_address(env, call[2], connection->peer)) return nullptr;
  const int fd = call.environment().own(handle->worker().take_stream(at));
  call.environment().counted().begin(fd, *connection, at);
  return js::array(env,
                   {js::number(env, fd), js::number(env, static_cast<double>(connection->id))});
}

napi_value parking_done(napi_env env, napi_callback_info info) {
  const Call<7> call(env, info);
  auto* handle = unwrap<ParkingWorkerHandle>(env, call[0]);
  const auto place = call.integer(6);
  if (handle == nullptr || !place) return nullptr;
  const auto at = static_cast<std::uint32_t>(*place);
  ParkingWorker& worker = handle->worker();
  const auto* connection = worker.connection(at);
  if (connection == nullptr) return nullptr;
  std::optional<Error> error;
  const Thrown thrown{call[1], call[2], call[3], call[4], call[5]};
  if (!read_thrown(env, thrown, worker.prefork(), error)) return nullptr;
  call.environment().counted().end(*connection);
  worker.done(at, std::move(error));
  return nullptr;
}

}  // namespace

void define_parking_worker(Environment& environment, napi_value exports) {
  define(environment, exports, "parkingJoin", parking_join);
  define(environment, exports, "parkingTurn", parking_turn);
  define(environment, exports, "parkingNext", parking_next);
  define(environment, exports, "parkingOpen", parking_open);
  define(environment, exports, "parkingDone", parking_done);
}

}  // namespace stdnet::binding
