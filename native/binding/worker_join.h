#pragma once

#include <node_api.h>

#include <array>
#include <memory>
#include <optional>

#include "native/binding/environment.h"
#include "native/server/prefork/prefork.h"

/// How a Worker comes to work for its server, and what its handlers have thrown.
namespace stdnet::binding {

/// The server of that id, joined. nullptr: JS is given `answer`, which is null where the server is over, and nullptr where
/// an exception was thrown.
[[nodiscard]] std::shared_ptr<server::Prefork> join_server(Environment& environment, napi_value id,
                                                           server::Prefork::Form form,
                                                           napi_value& answer);

/// A kind, a number of the system or null, a code, a system call, a text; a kind of null: nothing was thrown.
using Thrown = std::array<napi_value, 5>;
/// What a handler has thrown, as its server tells of it. False: an exception was thrown here.
[[nodiscard]] bool read_thrown(napi_env env, const Thrown& thrown, server::Prefork& prefork,
                               std::optional<Error>& into);

}  // namespace stdnet::binding
