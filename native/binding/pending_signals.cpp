#include "native/binding/pending_signals.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <span>

#include "native/os/pipe.h"
#include "native/os/socket.h"

namespace stdnet::binding {

namespace {

/// Its default action is to do nothing: no reason to unwind a program.
bool is_harmless(int number) {
  return number == SIGCHLD || number == SIGWINCH || number == SIGURG || number == SIGCONT;
}

/// What libuv's signal handler writes, one a signal (uv__signal_msg_t, the same since its first version).
struct Message {
  uv_signal_t* handle;
  int number;
};

/// Looks at copies of what is in the pipe. False also when they cannot be had.
bool only_harmless(int signal_pipe) {
  std::array<Message, 64> pending{};
  const auto size = os::peek_pipe(signal_pipe, std::as_writable_bytes(std::span(pending)));
  if (!size || size.value() == 0 || size.value() % sizeof(Message) != 0) return false;
  const auto messages = std::span(pending).first(size.value() / sizeof(Message));
  return std::all_of(messages.begin(), messages.end(),
                     [](const Message& message) { return is_harmless(message.number); });
}

}  // namespace

bool a_listener_is_due(const uv_loop_t& loop) {
  if (loop.signal_pipefd[0] < 0) return false;
  const auto readable = os::poll(loop.signal_pipefd[0], POLLIN, 0);
  return readable && readable.value() && !only_harmless(loop.signal_pipefd[0]);
}

}  // namespace stdnet::binding
