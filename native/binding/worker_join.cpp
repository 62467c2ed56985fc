#include "native/binding/worker_join.h"

#include <utility>

#include "native/binding/js.h"
#include "native/os/errno.h"
#include "native/server/prefork/registry.h"

namespace stdnet::binding {

namespace {

ErrorKind kind_named(std::string_view name) {
  for (int i = 0; i < kErrorKindCount; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    if (name_of(kind) == name) return kind;
  }
  return ErrorKind::Other;
}

}  // namespace

std::shared_ptr<server::Prefork> join_server(Environment& environment, napi_value id,
                                             server::Prefork::Form form, napi_value& answer) {
  using Joined = server::Prefork::Joined;
  const napi_env env = environment.env();
  answer = nullptr;
  const auto text = js::as_text(env, id);
  if (!text) return nullptr;
  auto prefork = server::preforks::find(*text);
  const auto joined = prefork ? prefork->join(form) : Result<Joined>(Joined::Over);
  if (!joined) {
    environment.raise(joined.error());
    return nullptr;
  }
  switch (joined.value()) {
    case Joined::Yes:
      return prefork;
    case Joined::Over:
      answer = js::null(env);
      break;
    case Joined::OtherForm:
      js::throw_type_error(env, "ERR_INVALID_STATE",
                           "the module exports another kind of handler here than in other Workers");
      break;
  }
  return nullptr;
}

bool read_thrown(napi_env env, const Thrown& thrown, server::Prefork& prefork,
                 std::optional<Error>& into) {
  if (js::is_nullish(env, thrown[0])) return true;
  const auto kind = js::as_text(env, thrown[0]);
  auto code = js::as_text(env, thrown[2]);
  auto syscall = js::as_text(env, thrown[3]);
  auto text = js::as_text(env, thrown[4]);
  if (!kind || !code || !syscall || !text) return false;
  const auto call = prefork.keep(*std::move(syscall));
  if (js::is_nullish(env, thrown[1])) {
    into = Error::of(kind_named(*kind), prefork.keep(*std::move(code)), *std::move(text), call);
    return true;
  }
  const auto number = js::as_integer(env, thrown[1]);
  if (number) into = os::error_of(*number, call);
  return number.has_value();
}

}  // namespace stdnet::binding
