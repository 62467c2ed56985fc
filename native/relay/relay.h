#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "native/os/mutex.h"
#include "native/relay/backlog.h"
#include "native/relay/mailbox.h"
#include "native/relay/mover.h"
#include "native/server/claim.h"
#include "native/server/connection_table.h"
#include "native/server/observer.h"
#include "native/server/options.h"
#include "native/server/unsent.h"

namespace stdnet::relay {

/// One connection whose handler is JavaScript's: its bytes are received by a thread of the server and put into the mailbox;
/// what JavaScript writes is sent at once, as far as there is room, and the rest when there is again.
///
/// Flow control: once kCredit bytes wait for JavaScript (see Batch::cost) nothing more is received until it has taken half of
/// them.
/// In a stream that JavaScript does not keep up with it receives itself: it would have to copy the bytes anyhow, and a thread
/// would only fetch them into the wrong core's cache. As soon as it finds nothing, the thread receives again.
/// It is over when both directions are, or when it is gone: destroyed, or failed.
///
/// A relay is a place that serves one connection after the other (see Claim). From `open` to `close` it belongs to whoever
/// serves the connection; JavaScript may call it from Said::Opened until it has taken Said::Closed.
class Relay : public server::Claim {
 public:
  using Clock = server::ConnectionTable::Clock;

  static constexpr std::size_t kCredit = std::size_t{256} * 1024;
  /// More than this in the backlog: JavaScript is told to wait, and when it is empty, that it is.
  static constexpr std::size_t kHighWater = std::size_t{64} * 1024;
  /// What is moved of one connection, in one direction, before it is another's turn.
  static constexpr std::size_t kTurn = std::size_t{1} << 20U;

  Relay(std::uint32_t slot, const server::Options& options, Mailbox& mailbox, Chunks& chunks)
      : slot_(slot), options_(options), mailbox_(mailbox), chunks_(chunks) {}

  [[nodiscard]] std::uint32_t slot() const { return slot_; }

  // What serves the connection. Threads: one at a time, but for `flush`, `destroy` and `check`, any.

  /// The caller's, until it lets go (see Claim).
  void occupy(server::ConnectionTable::Entry entry, Mover& mover) EXCLUDES(mutex_);
  [[nodiscard]] server::ConnectionTable::Entry entry() const { return entry_; }
  /// Somebody serves it: JavaScript hears of it.
  void open();
  [[nodiscard]] bool is_open() const { return open_; }

  enum class Progress {
    Again,    ///< there may be more
    Short,    ///< there was less than there was room for
    Nothing,  ///< recv would have waited
    Held,     ///< JavaScript has enough for now; Mover::look_again follows
    Over,     ///< nothing more is received
  };
  /// Receives once.
  [[nodiscard]] Progress read(Chunk& chunk, int flags) EXCLUDES(mutex_);
  /// Blocks while JavaScript has enough. False: nothing more is received.
  [[nodiscard]] bool wait_until_wanted() EXCLUDES(mutex_);
  void wait_until_over() EXCLUDES(mutex_);
  /// Sends what waits, as far as there is room, and kTurn at most: JavaScript may want the relay meanwhile. True: there may
  /// be room for more.
  [[nodiscard]] bool flush() EXCLUDES(mutex_);
  /// Ends it where a time limit is over.
  void check(Clock::time_point now) EXCLUDES(mutex_);
  [[nodiscard]] bool over() EXCLUDES(mutex_);
  /// From here on JavaScript's calls do nothing: the descriptor may be closed. Why it ended, if that was an error.
  [[nodiscard]] std::optional<Error> close() EXCLUDES(mutex_);
  /// The last word, when the connection has ended. The relay is JavaScript's then.
  void say_closed() { mailbox_.put(*this, Said::Closed); }
  /// For whoever waits in it: something has changed.
  void notify() { changed_.notify_all(); }

  // JavaScript's.

  enum class When {
    Now,    ///< as much as there is room for
    Later,  ///< after `send_soon()`
  };
  /// nullopt: it is over, or is ending. Otherwise how much waits to be sent now.
  [[nodiscard]] std::optional<std::size_t> write(std::span<const std::uint8_t> bytes, When when)
      EXCLUDES(mutex_);
  /// Has another thread send what was written to be sent later.
  void send_soon() EXCLUDES(mutex_);
  /// Half-closes when everything is sent; true: Said::Drained will tell. The peer may go on.
  bool end() EXCLUDES(mutex_);
  /// Ends both directions at once. What there is no room for is dropped.
  void destroy() EXCLUDES(mutex_);
  void pause() { hold_.fetch_or(kPaused); }
  void resume() EXCLUDES(mutex_) { release(kPaused); }
  /// After Said::Lent: what has come, as much as there is room for. 0: while it is paused; Said::Lent comes again then. Else
  /// nothing has come, and a thread receives again.
  [[nodiscard]] std::size_t receive(std::span<std::uint8_t> room) EXCLUDES(mutex_);
  /// A message of so many bytes was taken out of the mailbox.
  void taken(std::size_t size) EXCLUDES(mutex_);
  /// Of this connection; unchanged from Said::Opened on.
  [[nodiscard]] const server::ConnectionInfo& info() const { return info_; }
  /// After Said::Closed.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  static constexpr std::uint8_t kPaused = 1;   ///< by JavaScript
  static constexpr std::uint8_t kStalled = 2;  ///< too much waits for JavaScript
  static constexpr std::uint8_t kEnded = 4;    ///< the peer has sent its last byte
  static constexpr std::uint8_t kGone = 8;     ///< nothing moves any more
  static constexpr std::uint8_t kLent = 16;    ///< JavaScript receives
  static constexpr std::uint8_t kHeld = kPaused | kStalled | kLent;  ///< no thread receives

  [[nodiscard]] bool is(std::uint8_t bits) const { return (hold_.load() & bits) != 0; }
  void release(std::uint8_t bit) EXCLUDES(mutex_);
  [[nodiscard]] bool stall() EXCLUDES(mutex_);
  [[nodiscard]] bool lend() EXCLUDES(mutex_);
  [[nodiscard]] std::size_t receive_now(std::span<std::uint8_t> room) REQUIRES(mutex_);
  void deliver(Chunk& chunk, std::size_t size);
  /// How many were sent; nullopt: it has failed.
  [[nodiscard]] std::optional<std::size_t> send_now(std::span<const std::uint8_t> bytes)
      REQUIRES(mutex_);
  [[nodiscard]] bool watch() REQUIRES(mutex_);
  void half_close() REQUIRES(mutex_);
  void fail(Error error) REQUIRES(mutex_);
  void leave() REQUIRES(mutex_);
  [[nodiscard]] bool idle(Clock::time_point now) REQUIRES(mutex_);
  [[nodiscard]] bool is_over() const REQUIRES(mutex_) {
    return is(kGone) || (is(kEnded) && write_over_);
  }
  void moved() {
    if (options_.idle_timeout) moved_.store(Clock::now().time_since_epoch().count());
  }
  [[nodiscard]] int fd() const { return entry_->fd.get(); }

  const std::uint32_t slot_;
  const server::Options& options_;
  Mailbox& mailbox_;
  Chunks& chunks_;

  server::ConnectionTable::Entry entry_;
  server::ConnectionInfo info_;
  bool open_ = false;
  std::atomic<std::uint8_t> hold_{kGone};
  std::atomic<std::size_t> untaken_{0};  ///< in the mailbox, as Batch::cost counts
  std::atomic<Clock::rep> moved_{0};     ///< when a byte last did

  os::Mutex mutex_;
  os::Condition changed_;
  Mover* mover_ GUARDED_BY(mutex_) = nullptr;  ///< null: not open
  bool watched_ GUARDED_BY(mutex_) = false;    ///< Mover::watch was called
  bool ending_ GUARDED_BY(mutex_) = false;     ///< nothing more is written
  bool write_over_ GUARDED_BY(mutex_) = false;
  bool drain_wanted_ GUARDED_BY(mutex_) = false;
  Backlog backlog_ GUARDED_BY(mutex_);
  Clock::time_point blocked_ GUARDED_BY(mutex_);  ///< since when nothing of it was sent
  server::Unsent unsent_ GUARDED_BY(mutex_);      ///< when the idle time was last over
  std::optional<Error> error_;  ///< written under the lock before `close`, read after it
};

}  // namespace stdnet::relay
