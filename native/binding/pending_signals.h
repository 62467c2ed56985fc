#pragma once

#include <uv.h>

namespace stdnet::binding {

/// Whether a signal has come that a JS listener (`process.on('SIGINT', …)`) waits for: libuv's handler has put it in
/// the loop's pipe, where it stays until the loop runs. Signals that end nobody by default do not count: Node itself
/// listens to SIGCHLD for `child_process` and to SIGWINCH for terminals, and a call must not fail because a child has
/// ended or a window was resized. Threads: the loop's.
[[nodiscard]] bool a_listener_is_due(const uv_loop_t& loop);

}  // namespace stdnet::binding
