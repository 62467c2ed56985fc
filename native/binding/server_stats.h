#pragma once

#include <node_api.h>

#include "native/server/datagram_stats.h"
#include "native/server/stats.h"

namespace stdnet::binding {

/// `ServerStats` as lib/server/stats.ts describes it. Threads: the JS thread.
[[nodiscard]] napi_value to_js(napi_env env, const server::Stats& stats);
/// `UdpServerStats`, likewise.
[[nodiscard]] napi_value to_js(napi_env env, const server::DatagramStats& stats);

}  // namespace stdnet::binding
