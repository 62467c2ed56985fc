#include "native/server/serve_connection.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "native/os/socket.h"
#include "native/os/socket_options.h"
#include "native/server/farewell.h"
#include "native/server/input.h"

namespace stdnet::server {
namespace {

/// The shorter of two limits, if there are any.
os::Timeout shorter(const os::Timeout& a, const os::Timeout& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Error idle_error() {
  return Error::of(ErrorKind::TimedOut, "ERR_IDLE_TIMEOUT",
                   "no byte came or went within the idle timeout", "recv");
}

Error write_error() {
  return Error::of(ErrorKind::TimedOut, "ERR_WRITE_TIMEOUT",
                   "the peer did not read within the write timeout", "send");
}

/// The recv loop of a connection, and what it needs between two turns.
class Conversation {
 public:
  Conversation(Connection& connection, const Options& options)
      : connection_(connection), options_(options), handler_(*connection.handler) {}

  [[nodiscard]] Result<void> set_limits() const;
  [[nodiscard]] std::optional<Error> run();

 private:
  enum class Step { GoOn, Closed, Failed };

  [[nodiscard]] Step answer();
  /// The peer sends no more: the handler's last word.
  void finish();
  /// False: `error_` says why.
  [[nodiscard]] bool send_all();
  /// Nothing was received for the whole idle time. True: nothing left for the peer either.
  [[nodiscard]] bool idle();
  void give_up_writing();

  [[nodiscard]] int fd() const { return connection_.fd.get(); }

  Connection& connection_;
  const Options& options_;
  Handler& handler_;
  Input input_;
  Output output_;
  std::optional<Error> error_;
  std::size_t unsent_ = 0;  ///< when the idle time was last over
};

/// The kernel keeps the time: a limit costs nothing on the path. A send that makes no progress is silence in both
/// directions too, as nothing is received meanwhile.
Result<void> Conversation::set_limits() const {
  if (options_.nodelay) {
    if (auto set = os::set_option(fd(), os::Option::Nodelay, 1); !set) return set;
  }
  if (options_.idle_timeout) {
    if (auto set = os::set_timeout(fd(), os::Direction::Read, options_.idle_timeout); !set)
      return set;
  }
  if (const auto limit = shorter(options_.write_timeout, options_.idle_timeout)) {
    if (auto set = os::set_timeout(fd(), os::Direction::Write, limit); !set) return set;
  }
  return {};
}

std::optional<Error> Conversation::run() {
  for (;;) {
    auto got = os::recv(fd(), input_.room());
    if (!got) {
      if (got.error().is(EINTR)) continue;
      if (got.error().is(EAGAIN)) {
        if (idle()) return idle_error();
        continue;
      }
      return std::move(got).error();
    }
    if (got.value() == 0) {
      finish();
      return std::move(error_);
    }
    Connection::add(connection_.bytes_in, got.value());
    input_.received(got.value());
    switch (answer()) {
      case Step::GoOn:
        break;
      case Step::Closed:
        say_farewell(fd());
        return std::move(error_);
      case Step::Failed:
        return std::move(error_);
    }
  }
}

Conversation::Step Conversation::answer() {
  for (;;) {
    const Turn turn = handler_.on_bytes(input_.bytes(), output_);
    if (turn.next == Next::Close) error_ = handler_.take_error();
    // Before the bytes are consumed: the answer may lie in them.
    if (!send_all()) return Step::Failed;
    input_.consume(turn.consumed);
    if (turn.next == Next::Close) return Step::Closed;
    if (turn.next == Next::More || input_.bytes().empty()) return Step::GoOn;
  }
}

void Conversation::finish() {
  handler_.on_end(input_.bytes(), output_);
  error_ = handler_.take_error();
  static_cast<void>(send_all());
}

bool Conversation::send_all() {
  auto rest = output_.bytes();
  while (!rest.empty()) {
    auto sent = os::send(fd(), rest);
    if (!sent) {
      if (sent.error().is(EINTR)) continue;
      if (sent.error().is(EAGAIN)) {
        give_up_writing();
      } else if (!error_) {
        error_ = std::move(sent).error();
      }
      return false;
    }
    Connection::add(connection_.bytes_out, sent.value());
    rest = rest.subspan(sent.value());
  }
  output_.clear();
  return true;
}

bool Conversation::idle() {
  auto unsent = os::unsent_bytes(fd());
  const std::size_t now = unsent ? unsent.value() : 0;
  return now == 0 || now == std::exchange(unsent_, now);
}

void Conversation::give_up_writing() {
  const auto& limit = options_.write_timeout;
  const auto& idle_limit = options_.idle_timeout;
  const bool idle = idle_limit && (!limit || *idle_limit < *limit);
  error_ = idle ? idle_error() : write_error();
  // What the peer does not read would stay in the kernel for minutes after close(): thrown away instead.
  static_cast<void>(os::set_linger(fd(), 0));
}

}  // namespace

std::optional<Error> serve_connection(Connection& connection, const Options& options) {
  Conversation conversation(connection, options);
  // EINVAL: the peer has reset the connection already. What it sent before is served all the same.
  if (auto set = conversation.set_limits(); !set && !set.error().is(EINVAL))
    return std::move(set).error();
  return conversation.run();
}

}  // namespace stdnet::server
