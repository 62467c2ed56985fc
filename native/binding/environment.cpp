#include "native/binding/environment.h"

#include <uv.h>

#include <array>
#include <cerrno>
#include <string>

#include "native/binding/js.h"
#include "native/binding/pending_signals.h"
#include "native/net/close.h"
#include "native/os/descriptors.h"
#include "native/os/errno.h"

namespace stdnet::binding {

namespace {

/// Runs in JS, which is what notices the end of its thread; waits there for so many milliseconds, if any.
constexpr std::string_view kProbe = R"((() => {
  const { wait } = Atomics;
  const never = new Int32Array(new SharedArrayBuffer(4));
  return (ms) => { if (ms > 0) wait(never, 0, 0, ms); };
})())";

/// How long data can wait for a call that waits in JS, where one thread has been ended; where more have, so much longer.
constexpr std::chrono::milliseconds kWaitInJs{5};

Error ending() {
  return Error::of(ErrorKind::Other, "ERR_ENVIRONMENT_ENDED", "the thread is being ended");
}

}  // namespace

Environment* Environment::create(napi_env env) {
  auto* environment = new Environment(env);
  if (!environment->make_probe()) {
    delete environment;
    return nullptr;
  }
  // A Worker's end closes what its handles owned: the garbage collector has no last run there.
  napi_add_env_cleanup_hook(
      env, [](void* data) { static_cast<Environment*>(data)->close_all(); }, environment);
  napi_set_instance_data(
      env, environment, [](napi_env, void* data, void*) { delete static_cast<Environment*>(data); },
      nullptr);
  return environment;
}

Environment::~Environment() {
  close_all();
}

bool Environment::make_probe() {
  uv_loop_t* loop = nullptr;
  in_worker_ = napi_get_uv_event_loop(env_, &loop) == napi_ok && loop != uv_default_loop();
  napi_value source = js::text(env_, kProbe);
  napi_value probe = nullptr;
  return napi_run_script(env_, source, &probe) == napi_ok &&
         napi_create_reference(env_, probe, 1, &probe_) == napi_ok;
}

void Environment::set_error_factory(napi_value factory) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env_, factory, &type);
  if (type != napi_function) {
    js::throw_type_error(env_, "ERR_INVALID_ARG_TYPE", "expected a function");
    return;
  }
  if (error_factory_ != nullptr) napi_delete_reference(env_, error_factory_);
  napi_create_reference(env_, factory, 1, &error_factory_);
}

napi_value Environment::make_error(const Error& error, std::optional<std::size_t> transferred) {
  if (ended_ && has_ended()) return nullptr;
  napi_value factory = nullptr;
  if (error_factory_ == nullptr ||
      napi_get_reference_value(env_, error_factory_, &factory) != napi_ok) {
    return js::throw_type_error(env_, "ERR_INVALID_STATE", "no error factory is set");
  }
  const auto packed = error.address ? std::optional(pack(*error.address)) : std::nullopt;
  const std::array<napi_value, 7> arguments{
      js::text(env_, name_of(error.kind)),
      error.os_error ? js::number(env_, *error.os_error) : js::null(env_),
      js::text(env_, error.code),
      error.syscall.empty() ? js::null(env_) : js::text(env_, error.syscall),
      js::text(env_, os::display(error)),
      packed ? js::bytes(env_, *packed) : js::null(env_),
      transferred ? js::number(env_, static_cast<double>(*transferred)) : js::null(env_),
  };
  napi_value made = nullptr;
  napi_call_function(env_, js::undefined(env_), factory, arguments.size(), arguments.data(), &made);
  return made;
}

std::nullptr_t Environment::raise(const Error& error, std::optional<std::size_t> transferred) {
  napi_value made = make_error(error, transferred);
  if (made != nullptr) napi_throw(env_, made);
  return nullptr;
}

int Environment::own(os::Fd fd) {
  const int number = fd.release();
  owned_.insert(number);
  os::descriptors::hold(number);
  return number;
}

bool Environment::disown(int fd) {
  const auto handle = owned_.find(fd);
  if (handle == owned_.end()) return false;
  owned_.erase(handle);
  counted_.forget(fd);
  return true;
}

void Environment::close(int fd) {
  // Not ours (any more): a number that is somebody else's by now is never closed.
  if (disown(fd)) net::close(*this, os::descriptors::close(fd));
}

void Environment::reap(int fd) {
  if (disown(fd)) net::close_unattended(os::descriptors::close(fd));
}

void Environment::release(int fd) {
  if (disown(fd)) os::descriptors::forget(fd);
}

void Environment::close_all() {
  for (const int fd : owned_) net::close_unattended(os::descriptors::close(fd));
  owned_.clear();
}

std::optional<Error> Environment::enter(int fd) {
  // In this order: whoever closes the descriptor elsewhere marks it first and then looks who is in a call.
  place_.enter(fd);
  blocked_on_ = fd;
  if (ended_ && has_ended()) [[unlikely]]
    return ending();
  return closed_elsewhere();
}

std::optional<Error> Environment::closed_elsewhere() {
  if (!os::descriptors::is_closing(blocked_on_)) [[likely]]
    return std::nullopt;
  return Error::of(ErrorKind::Other, "ERR_SOCKET_CLOSED",
                   "the socket was closed by another thread");
}

std::optional<Error> Environment::on_wake() {
  if (has_ended(wait_in_js())) {
    os::blocked_threads::saw_an_end();
    return ending();
  }
  if (auto closed = closed_elsewhere()) return closed;
  if (signal_waits()) return os::error_of(EINTR, "poll");
  return std::nullopt;
}

/// A process that leaves ends its Workers one after the other, and waits for each: each would take a slice. And a hundred
/// that look up each millisecond until it is their turn would take the processor from the one whose turn it is. So they
/// wait in `Atomics.wait`, which V8 itself wakes, and look at their descriptor in between.
std::chrono::milliseconds Environment::wait_in_js() const {
  return in_worker_ ? kWaitInJs * os::blocked_threads::recent_ends() : std::chrono::milliseconds(0);
}

std::chrono::microseconds Environment::slice() const {
  return wait_in_js().count() > 0 ? std::chrono::microseconds(0) : os::blocked_threads::slice();
}

/// Not for ever: code in a `node:vm` that is broken off (a timeout, Ctrl-C in the REPL) ends alone, and the thread lives on.
bool Environment::has_ended(std::chrono::milliseconds wait) {
  ended_ = !js_can_run(wait);
  return ended_;
}

/// Only a call that enters JS notices `worker.terminate()` and `process.exit()`.
bool Environment::js_can_run(std::chrono::milliseconds wait) {
  napi_handle_scope scope = nullptr;
  if (napi_open_handle_scope(env_, &scope) != napi_ok) return false;
  napi_value probe = nullptr;
  napi_value result = nullptr;
  napi_value argument = js::number(env_, static_cast<double>(wait.count()));
  const bool alive =
      (napi_get_reference_value(env_, probe_, &probe) == napi_ok &&
       napi_call_function(env_, js::undefined(env_), probe, 1, &argument, &result) == napi_ok) ||
      forgive_exception();
  napi_close_handle_scope(env_, scope);  // always: Node counts them
  return alive;
}

/// The probe throws nothing, but a call made at the end of JS's stack has no room for it: a RangeError, and no end of the
/// thread. An ended one has no exception to give.
bool Environment::forgive_exception() {
  bool pending = false;
  napi_value thrown = nullptr;
  napi_valuetype type = napi_undefined;
  return napi_is_exception_pending(env_, &pending) == napi_ok && pending &&
         napi_get_and_clear_last_exception(env_, &thrown) == napi_ok &&
         napi_typeof(env_, thrown, &type) == napi_ok && type == napi_object;
}

bool Environment::signal_waits() const {
  uv_loop_t* loop = nullptr;
  return napi_get_uv_event_loop(env_, &loop) == napi_ok && a_listener_is_due(*loop);
}

}  // namespace stdnet::binding
