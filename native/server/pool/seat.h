#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "native/server/buffers.h"
#include "native/server/claim.h"
#include "native/server/clocks.h"
#include "native/server/connection_table.h"
#include "native/server/conversation.h"

namespace stdnet::server {

/// The place of a connection in a pool. Its owner is the thread that gives the connection a turn, or the queue in which it
/// waits for one. Threads: see Claim; what is here, the owner's.
class alignas(64) Seat : public Claim {
 public:
  /// The caller's, with a connection that nobody has looked at yet.
  void occupy(ConnectionTable::Entry by, const Options& options) {
    entry = by;
    begun = false;
    conversation.emplace(*by);
    clocks.emplace(options, Clocks::Clock::now());
    Claim::occupy();
  }
  void vacate() {
    conversation.reset();
    luggage = {};
    Claim::vacate();
  }

  ConnectionTable::Entry entry;
  bool begun = false;
  std::optional<Conversation> conversation;
  std::optional<Clocks> clocks;
  Luggage luggage;

  Seat* next = nullptr;  ///< in a list of seats: that list's
  /// When the timers look at it: theirs. The owner may read it: see Timers.
  std::atomic<Clocks::Time> due{Clocks::Time::max()};
};

}  // namespace stdnet::server
