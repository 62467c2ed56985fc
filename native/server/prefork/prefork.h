#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/os/mutex.h"
#include "native/os/wake.h"
#include "native/server/acceptor.h"
#include "native/server/intake.h"
#include "native/server/options.h"
#include "native/server/prefork/dealer.h"
#include "native/server/roster.h"

namespace stdnet::server {

/// What a server and its workers share: threads that come from elsewhere. Which form theirs is, the first that joins says:
///
/// - those that hold one connection at a time accept for themselves on the one listening socket, so that connections wait in
///   the kernel until one is free. Once the server stops, it alone accepts: what waits in the kernel then, it puts into a
///   queue, from which they take;
/// - to those that hold many the server deals out what it accepts.
///
/// Threads: as each part says.
class Prefork final : public Intake {
 public:
  using Entry = ConnectionTable::Entry;
  /// How many connections a worker holds at once.
  enum class Form { One, Many };
  enum class Joined {
    Yes,
    Over,       ///< the server is over, or about to be
    OtherForm,  ///< the workers are of the other form
  };

  /// Takes the listening socket over. So many workers are expected.
  [[nodiscard]] static Result<std::shared_ptr<Prefork>> create(os::Fd listener,
                                                               std::size_t expected = 1);

  // Intake: the server's thread, but for `stop`.
  void run(Target& target) override EXCLUDES(mutex_);
  void accept_waiting(Target& target) override;
  void close() override EXCLUDES(mutex_);
  void stop() override EXCLUDES(mutex_);

  // The crew's: the server's thread, but for `workers`, any.
  void serve(const Options& options, Roster& roster);
  void enqueue(Entry entry) EXCLUDES(mutex_);
  void abandon_queue() EXCLUDES(mutex_);
  void wait_until_deserted() EXCLUDES(mutex_);
  [[nodiscard]] std::size_t workers() const EXCLUDES(mutex_);

  // A worker's. Threads: any.

  /// An Error: the first of those that hold many finds no descriptors for what it takes to accept for them.
  [[nodiscard]] Result<Joined> join(Form form) EXCLUDES(mutex_);
  /// From here on nothing of the server may be used.
  void leave() EXCLUDES(mutex_);
  [[nodiscard]] bool stopped() const { return stopped_.load(std::memory_order_acquire); }
  /// Readable once it has stopped.
  [[nodiscard]] int stop_fd() const { return wake_.fd(); }
  /// Of those that hold many.
  [[nodiscard]] Dealer& dealer() { return dealer_; }
  /// Such a worker has come to its place: it is dealt connections from now on.
  void sit_down(Dealer::Hand& hand) EXCLUDES(mutex_);
  /// Of those that hold one, after the stop. nullopt: there are no more connections.
  [[nodiscard]] std::optional<Entry> next_in_queue() EXCLUDES(mutex_);
  [[nodiscard]] const Options& options() const { return *options_; }
  [[nodiscard]] Roster& roster() const { return *roster_; }
  /// The same text, for as long as this lives: errors refer to theirs. Of too many different ones, "ERR_OTHER".
  [[nodiscard]] std::string_view keep(std::string text) EXCLUDES(mutex_);

  /// A stay at the listening socket, which is not closed meanwhile.
  class Stay {
   public:
    explicit Stay(Prefork& prefork) : prefork_(prefork), may_(prefork.approach()) {}
    ~Stay() {
      if (may_) prefork_.withdraw();
    }
    Stay(const Stay&) = delete;
    Stay& operator=(const Stay&) = delete;
    /// False: the server has stopped.
    explicit operator bool() const { return may_; }
    [[nodiscard]] int listener() const { return prefork_.listener_.get(); }

   private:
    Prefork& prefork_;
    const bool may_;
  };

 private:
  Prefork(os::Fd listener, os::Wake wake, std::size_t expected)
      : listener_(std::move(listener)), wake_(std::move(wake)), expected_(expected) {}
  [[nodiscard]] Acceptor* wait_for_acceptor() EXCLUDES(mutex_);
  void wait_for_the_others() EXCLUDES(mutex_);
  [[nodiscard]] bool approach() EXCLUDES(mutex_);
  void withdraw() EXCLUDES(mutex_);

  os::Fd listener_;  ///< closed by the server's thread, when nobody stays at it
  const os::Wake wake_;
  const std::size_t expected_;
  Dealer dealer_;
  const Options* options_ = nullptr;
  Roster* roster_ = nullptr;
  std::atomic<bool> stopped_{false};  ///< written under the lock

  mutable os::Mutex mutex_;
  os::Condition changed_;
  std::optional<Form> form_ GUARDED_BY(mutex_);  ///< nobody has come yet
  /// For workers that hold many, on a duplicate of the listener; made once.
  std::unique_ptr<Acceptor> acceptor_ GUARDED_BY(mutex_);
  std::size_t workers_ GUARDED_BY(mutex_) = 0;
  std::size_t at_listener_ GUARDED_BY(mutex_) = 0;
  bool queue_is_whole_ GUARDED_BY(mutex_) = false;
  std::deque<Entry> queue_ GUARDED_BY(mutex_);
  std::set<std::string> kept_ GUARDED_BY(mutex_);
};

}  // namespace stdnet::server
