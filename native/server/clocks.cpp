#include "native/server/clocks.h"

#include <algorithm>

#include "native/os/socket_options.h"

namespace stdnet::server {
namespace {

using std::chrono::microseconds;

/// How long a peer may take to read the last reply and to close.
constexpr microseconds kFarewellTime = std::chrono::seconds(1);

Error timed_out(std::string_view code, const char* text, std::string_view syscall) {
  return Error::of(ErrorKind::TimedOut, code, text, syscall);
}

Error line_error() {
  return timed_out("ERR_LINE_TIMEOUT", "a request did not come whole within the line timeout",
                   "recv");
}

/// A limit that is as good as none must not overflow the clock.
Clocks::Time after(Clocks::Time since, microseconds limit) {
  const auto most = std::chrono::duration_cast<microseconds>(Clocks::Time::max() - since);
  return since + std::min(limit, most);
}

}  // namespace

Error idle_error() {
  return timed_out("ERR_IDLE_TIMEOUT", "no byte came or went within the idle timeout", "recv");
}

Error write_error() {
  return timed_out("ERR_WRITE_TIMEOUT", "the peer did not read within the write timeout", "send");
}

void forget_unsent(int fd) {
  static_cast<void>(os::set_linger(fd, 0));
}

void Clocks::turned(const Conversation& conversation, Conversation::Outcome outcome, Time now) {
  const bool blocked = outcome == Conversation::Outcome::CannotWrite;
  if (conversation.moved()) moved_ = now;
  if (conversation.leaving() && !leaving_) leaving_ = now;
  if (!blocked) {
    blocked_.reset();
  } else if (conversation.moved() || !blocked_) {
    blocked_ = now;
  }
  if (!conversation.unfinished()) {
    request_.reset();
  } else if (conversation.consumed() || blocked || !request_) {
    // While the peer does not read it is not read from either: that is not its request's time.
    request_ = now;
  }
}

Clocks::Time Clocks::deadline() const {
  if (leaving_) return after(*leaving_, kFarewellTime);
  Time deadline = Time::max();
  const auto at_most = [&](std::optional<Time> since, os::Timeout limit) {
    if (since && limit) deadline = std::min(deadline, after(*since, *limit));
  };
  at_most(moved_, options_.idle_timeout);
  at_most(request_, options_.line_timeout);
  at_most(blocked_, options_.write_timeout);
  return deadline;
}

bool Clocks::over(Conversation& conversation, int fd, Time now) {
  if (leaving_) return passed(leaving_, kFarewellTime, now);
  if (passed(blocked_, options_.write_timeout, now)) {
    conversation.fail(write_error());
    forget_unsent(fd);
    return true;
  }
  if (passed(request_, options_.line_timeout, now)) {
    conversation.fail(line_error());
    return true;
  }
  if (!passed(moved_, options_.idle_timeout, now) || !idle(fd, now)) return false;
  conversation.fail(idle_error());
  if (unsent_.any()) forget_unsent(fd);
  return true;
}

bool Clocks::passed(std::optional<Time> since, os::Timeout limit, Time now) const {
  return since && limit && now >= after(*since, *limit);
}

bool Clocks::idle(int fd, Time now) {
  if (unsent_.still(fd)) return true;
  moved_ = now;
  return false;
}

}  // namespace stdnet::server
