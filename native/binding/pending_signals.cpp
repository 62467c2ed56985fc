#include "native/binding/pending_signals.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "native/os/fd.h"
#include "native/os/socket.h"

namespace stdnet::binding {

namespace {

/// Its default action is to do nothing: no reason to unwind a program.
bool is_harmless(int number) {
  return number == SIGCHLD || number == SIGWINCH || number == SIGURG || number == SIGCONT;
}

#ifdef __linux__

/// What libuv's signal handler writes, one a signal (uv__signal_msg_t, the same since its first version).
struct Message {
  uv_signal_t* handle;
  int number;
};

/// Looks at copies of what is in the pipe, which stays there. False also when they cannot be had.
bool only_harmless(int signal_pipe) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return false;
  const os::Fd read_end(ends[0]);
  const os::Fd write_end(ends[1]);
  std::array<Message, 64> pending{};
  if (::tee(signal_pipe, write_end.get(), sizeof pending, SPLICE_F_NONBLOCK) <= 0) return false;
  const ssize_t size = ::read(read_end.get(), pending.data(), sizeof pending);
  if (size <= 0 || static_cast<std::size_t>(size) % sizeof(Message) != 0) return false;
  return std::all_of(pending.begin(),
                     pending.begin() + size / static_cast<ssize_t>(sizeof(Message)),
                     [](const Message& message) { return is_harmless(message.number); });
}

#else

/// What is in a pipe cannot be copied here.
bool only_harmless(int /*signal_pipe*/) {
  return false;
}

#endif

}  // namespace

bool a_listener_is_due(const uv_loop_t& loop) {
  if (loop.signal_pipefd[0] < 0) return false;
  const auto readable = os::poll(loop.signal_pipefd[0], POLLIN, 0);
  return readable && readable.value() && !only_harmless(loop.signal_pipefd[0]);
}

}  // namespace stdnet::binding
