#pragma once

#include <chrono>
#include <optional>

#include "native/server/conversation.h"
#include "native/server/options.h"
#include "native/server/unsent.h"

namespace stdnet::server {

// What a connection ends with when a limit is over.
[[nodiscard]] Error idle_error();
[[nodiscard]] Error write_error();
/// What the peer does not read would stay in the kernel for minutes after close(): it is thrown away instead.
void forget_unsent(int fd);

/// How long a connection may go on as it does: the limits of the options, counted from what its turns did. Whoever waits
/// for the connection asks for the deadline, and when it has come, whether that was the end. Threads: one at a time.
class Clocks {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  Clocks(const Options& options, Time now) : options_(options), moved_(now) {}

  /// False: there is nothing to measure, and the clock need not be read.
  [[nodiscard]] bool matter(const Conversation& conversation) const {
    return options_.timed() || conversation.leaving();
  }
  void turned(const Conversation& conversation, Conversation::Outcome outcome, Time now);
  /// The next moment at which it can be over; Time::max(): never.
  [[nodiscard]] Time deadline() const;
  /// Whether a limit is over. The conversation is told why.
  [[nodiscard]] bool over(Conversation& conversation, int fd, Time now);

 private:
  [[nodiscard]] bool passed(std::optional<Time> since, os::Timeout limit, Time now) const;
  /// Nothing came or went for the whole idle time. True: the peer did not take what is on its way either.
  [[nodiscard]] bool idle(int fd, Time now);

  const Options& options_;
  Time moved_;                   ///< a byte, in either direction
  std::optional<Time> request_;  ///< the first bytes of one that is not whole yet
  std::optional<Time> blocked_;  ///< the first send that found no room
  std::optional<Time> leaving_;  ///< the last reply
  Unsent unsent_;                ///< when the idle time was last over
};

}  // namespace stdnet::server
