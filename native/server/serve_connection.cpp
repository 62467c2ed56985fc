#include "native/server/serve_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "native/os/socket.h"
#include "native/os/socket_options.h"
#include "native/server/clocks.h"
#include "native/server/conversation.h"

namespace stdnet::server {
namespace {

using Outcome = Conversation::Outcome;
using std::chrono::microseconds;

/// The shorter of two limits, if there are any.
os::Timeout shorter(const os::Timeout& a, const os::Timeout& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// How long recv may wait, as the kernel was last told. It is told anew only where it would wait too long: if it comes
/// back early the clocks say so, and a busy connection makes no calls for limits that it never meets.
class Patience {
 public:
  explicit Patience(int fd) : fd_(fd) {}

  void at_most(microseconds time) {
    const auto wanted = std::max(time, microseconds(1));
    if (!told_ || *told_ > wanted + wanted / 16) tell(wanted);
  }
  /// It has waited that long, and nothing was over: it may wait longer.
  void used_up() { tell(std::nullopt); }

 private:
  void tell(os::Timeout time) {
    told_ = time;
    static_cast<void>(os::set_timeout(fd_, os::Direction::Read, told_));
  }

  int fd_;
  os::Timeout told_;
};

/// A send that waits comes back early, for the clocks to look: the kernel counts from the call, and a call that has moved
/// something before it waited would be followed by one that waits as long again.
constexpr int kLooksAtSend = 16;

/// A send that makes no progress is silence in both directions too, as nothing is received meanwhile.
Result<void> set_limits(int fd, const Options& options) {
  if (options.nodelay) {
    if (auto set = os::set_option(fd, os::Option::Nodelay, 1); !set) return set;
  }
  const auto write_limit = shorter(options.write_timeout, options.idle_timeout);
  if (!write_limit) return {};
  return os::set_timeout(fd, os::Direction::Write,
                         std::max(*write_limit / kLooksAtSend, microseconds(1)));
}

/// A turn that looks for bytes again and again, for as long as that may be cheaper than sleeping, before it waits.
Outcome turn(Conversation& conversation, Buffers& buffers, Spinner& spinner) {
  using Calls = Conversation::Calls;
  Outcome outcome = Outcome::NothingToRead;
  spinner.spin([&] {
    outcome = conversation.turn(buffers, Calls::DoNotBlock);
    return outcome != Outcome::NothingToRead;
  });
  const bool waits = outcome == Outcome::NothingToRead || outcome == Outcome::CannotWrite;
  return waits ? conversation.turn(buffers, Calls::Block) : outcome;
}

void converse(Conversation& conversation, int fd, const Options& options, Spinner& spinner) {
  Buffers buffers;
  Clocks clocks(options, Clocks::Clock::now());
  Patience patience(fd);
  if (options.idle_timeout) patience.at_most(*options.idle_timeout);
  for (;;) {
    const Outcome outcome = turn(conversation, buffers, spinner);
    if (outcome == Outcome::Over) return;
    if (!clocks.matter(conversation)) continue;

    const auto now = Clocks::Clock::now();
    clocks.turned(conversation, outcome, now);
    if (clocks.over(conversation, fd, now)) return;
    if (outcome == Outcome::NothingToRead) patience.used_up();
    if (const auto deadline = clocks.deadline(); deadline != Clocks::Time::max())
      patience.at_most(std::chrono::ceil<microseconds>(deadline - now));
  }
}

}  // namespace

std::optional<Error> serve_connection(Connection& connection, const Options& options,
                                      Spinner& spinner) {
  const int fd = connection.fd.get();
  // EINVAL: the peer has reset the connection already. What it sent before is served all the same.
  if (auto set = set_limits(fd, options); !set && !set.error().is(EINVAL))
    return std::move(set).error();
  Conversation conversation(connection);
  converse(conversation, fd, options, spinner);
  return conversation.take_error();
}

}  // namespace stdnet::server
