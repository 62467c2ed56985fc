#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

#include "native/os/edge_poller.h"
#include "native/os/mutex.h"
#include "native/server/connection_table.h"
#include "native/server/newcomers.h"

namespace stdnet::server {

/// Deals connections out among workers that hold many at once. Each goes to the one that holds the fewest; but one that has
/// been held up in a handler for a while gets none, and loses what it has not taken yet, if there is any other. Threads: any.
class Dealer {
 public:
  using Entry = ConnectionTable::Entry;
  using Clock = std::chrono::steady_clock;

  /// What one worker is dealt. It must not be destroyed before it was withdrawn.
  class Hand {
   public:
    /// `poller` is woken where there is news, and outlives this.
    explicit Hand(const os::EdgePoller& poller) : poller_(poller) {}
    /// Something was dealt, or everything has been. Threads: any.
    [[nodiscard]] bool has_news() const { return news_.load(std::memory_order_acquire); }

   private:
    friend class Dealer;
    void tell();

    const os::EdgePoller& poller_;
    std::atomic<bool> news_{false};
    // The dealer's lock guards these.
    std::vector<Entry> dealt_;
    std::size_t held_ = 0;    ///< those in `dealt_` too
    Clock::time_point told_;  ///< of the news
  };

  /// A worker that has not looked at its news for so long is held up.
  explicit Dealer(std::chrono::milliseconds patience = std::chrono::milliseconds(100))
      : patience_(patience) {}

  /// A worker has come.
  void join(Hand& hand) EXCLUDES(mutex_);
  [[nodiscard]] std::size_t hands() const EXCLUDES(mutex_);
  /// It has gone. What it was dealt and has not taken others get.
  void withdraw(Hand& hand) EXCLUDES(mutex_);

  void deal(Entry entry) EXCLUDES(mutex_);
  /// There will be no more.
  void close() EXCLUDES(mutex_);
  /// What no worker has taken: the caller's from now on.
  [[nodiscard]] std::deque<Entry> abandon() EXCLUDES(mutex_);
  /// Those dealt. A worker takes leave of each when it hears of it, or never will.
  [[nodiscard]] Newcomers& newcomers() { return newcomers_; }
  /// Nothing waits for a worker to come.
  [[nodiscard]] bool empty() const EXCLUDES(mutex_);

  /// Deals anew what workers that are held up have not taken.
  void relieve() EXCLUDES(mutex_);

  // A worker's.
  /// What it was dealt since it last asked.
  [[nodiscard]] std::vector<Entry> take(Hand& hand) EXCLUDES(mutex_);
  /// One that it had taken is not there any more.
  void ended(Hand& hand) EXCLUDES(mutex_);
  /// It holds none, and will be dealt none.
  [[nodiscard]] bool over(const Hand& hand) const EXCLUDES(mutex_);

 private:
  [[nodiscard]] bool held_up(const Hand& hand, Clock::time_point now) const;
  [[nodiscard]] Hand* best() REQUIRES(mutex_);
  void deal_or_keep(Entry entry) REQUIRES(mutex_);
  void deal_to(Hand& hand, Entry entry) REQUIRES(mutex_);

  const std::chrono::milliseconds patience_;
  Newcomers newcomers_;
  mutable os::Mutex mutex_;
  std::vector<Hand*> hands_ GUARDED_BY(mutex_);
  std::deque<Entry> undealt_ GUARDED_BY(mutex_);  ///< there is no worker
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace stdnet::server
