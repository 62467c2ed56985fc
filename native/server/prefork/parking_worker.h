#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "native/core/result.h"
#include "native/net/blocking.h"
#include "native/os/edge_poller.h"
#include "native/os/fd.h"
#include "native/server/prefork/dealer.h"
#include "native/server/prefork/prefork.h"
#include "native/server/unsent.h"

namespace stdnet::server {

/// One thread that works for a Prefork and holds many connections, each for its whole life: they are parked in the kernel,
/// and it is told what happens to one after the other. Turns of connections are taken in rounds, so that a busy few do not
/// keep the others waiting. Threads: the one.
class ParkingWorker {
 public:
  /// The numbers are JavaScript's too: Happened in lib/binding/native_workers.ts.
  enum class What {
    Opened,  ///< the first that is told of a connection
    Bytes,
    Ended,  ///< nothing more will be told of it: the peer has ended, a limit was over, or it was `desert`ed
  };
  struct Event {
    What what;
    std::uint32_t place;  ///< of the connection: until `done`
    std::size_t size;     ///< of Bytes
  };

  /// Of one that was joined.
  [[nodiscard]] static Result<std::unique_ptr<ParkingWorker>> create(
      std::shared_ptr<Prefork> prefork);
  /// Leaves.
  ~ParkingWorker() { leave(); }
  ParkingWorker(const ParkingWorker&) = delete;
  ParkingWorker& operator=(const ParkingWorker&) = delete;

  /// The thread has done what else it has to do.
  void begin_turn();
  /// Blocks until something has happened to a connection; its bytes are at the front of `into`. nullopt: it is time for
  /// the next turn, or everything is over. An Error: the waiter's.
  [[nodiscard]] Result<std::optional<Event>> next(net::Waiter& waiter,
                                                  std::span<std::uint8_t> into);
  /// There will be no more connections, and there are none.
  [[nodiscard]] bool over() const;

  /// nullptr: there is none at that place.
  [[nodiscard]] Connection* connection(std::uint32_t place);
  /// For whoever serves the connection, once.
  [[nodiscard]] os::Fd take_stream(std::uint32_t place) { return std::move(places_[place].stream); }
  /// Whoever served it has let go of it.
  void desert(std::uint32_t place);
  /// It was served to its end. `error`: why it ended, if that was one and the connection itself has not failed before.
  void done(std::uint32_t place, std::optional<Error> error);
  /// Whoever serves is gone: so are the connections. Again: does nothing.
  void leave();

  [[nodiscard]] Prefork& prefork() { return *prefork_; }

 private:
  using Entry = Prefork::Entry;
  using Clock = std::chrono::steady_clock;

  /// One is used again and again. The poller refers to it, also by edges that come late: of a connection that has left,
  /// they give its next one a turn too many.
  struct Place {
    explicit Place(std::uint32_t at) : number(at) {}

    std::uint32_t number;
    std::optional<Entry> entry;  ///< nullopt: free, or about to be
    os::Fd stream;
    bool queued = false;
    bool opened = false;
    bool ending = false;
    bool ended = false;  ///< and that was told
    bool last = false;   ///< everything must be read now, as no edge may follow
    std::optional<Error> error;

    std::uint64_t moved = 0;  ///< bytes in both directions, at the last look
    Clock::time_point since;  ///< when they were as many for the first time
    Unsent unsent;
  };

  ParkingWorker(std::shared_ptr<Prefork> prefork, os::EdgePoller poller);

  [[nodiscard]] std::optional<Event> turn(Place& place, std::span<std::uint8_t> into);
  [[nodiscard]] std::optional<Event> read(Place& place, std::span<std::uint8_t> into);
  [[nodiscard]] Event end(Place& place);
  void queue(Place& place);

  [[nodiscard]] Result<void> gather(net::Waiter& waiter, Clock::time_point now);
  [[nodiscard]] Result<std::size_t> wait(net::Waiter& waiter, Clock::time_point now,
                                         std::span<os::EdgePoller::Event> events);
  void welcome(Entry entry);
  void refuse(Place& place);
  [[nodiscard]] Place& free_place();
  void free(Place& place);

  [[nodiscard]] Clock::time_point turn_ends() const;
  void look_at_silence(Clock::time_point now);
  [[nodiscard]] bool silent_for_too_long(Place& place, Clock::time_point now) const;

  std::shared_ptr<Prefork> prefork_;  ///< null: it has left
  os::EdgePoller poller_;
  Dealer::Hand hand_;
  std::deque<Place> places_;
  std::vector<std::uint32_t> free_;
  std::deque<Place*> ready_;  ///< due a turn
  std::size_t round_ = 0;     ///< what is left of it

  Clock::time_point turn_began_ = Clock::now();
  bool busy_ = false;  ///< something was told in this turn
  /// How often silence is looked at: late by an eighth at most.
  const std::optional<std::chrono::microseconds> period_;
  Clock::time_point next_look_ = Clock::time_point::max();
};

}  // namespace stdnet::server
