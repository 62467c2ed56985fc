#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "native/os/mutex.h"
#include "native/relay/chunk.h"
#include "native/relay/mailbox.h"
#include "native/relay/relay.h"
#include "native/server/newcomers.h"
#include "native/server/options.h"

namespace stdnet::relay {

/// The relays of a server, and what they share. None is destroyed before the server is. Threads: any.
class Relays {
 public:
  /// `ring`: the mailbox has mail.
  Relays(server::Options options, std::function<void()> ring)
      : options_(options), mailbox_(std::move(ring)) {}

  /// A free one.
  [[nodiscard]] Relay& take() EXCLUDES(mutex_);
  /// By whoever had it last: JavaScript, if it was ever open.
  void give_back(Relay& relay) EXCLUDES(mutex_);
  /// One that was entered, and that nobody can be had to serve.
  void take_back(Relay& relay) EXCLUDES(mutex_);
  /// Destroys every connection.
  void hang_up() EXCLUDES(mutex_);
  /// Of each, in use or not.
  template <typename Do>
  void for_each(Do act) EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    for (Relay& relay : relays_) act(relay);
  }

  [[nodiscard]] const server::Options& options() const { return options_; }
  [[nodiscard]] Mailbox& mailbox() { return mailbox_; }
  [[nodiscard]] Chunks& chunks() { return chunks_; }
  /// JavaScript meets them when it takes Said::Opened.
  [[nodiscard]] server::Newcomers& newcomers() { return newcomers_; }

 private:
  const server::Options options_;
  Mailbox mailbox_;
  Chunks chunks_;
  server::Newcomers newcomers_;
  os::Mutex mutex_;
  std::deque<Relay> relays_ GUARDED_BY(mutex_);
  std::vector<Relay*> free_ GUARDED_BY(mutex_);
};

}  // namespace stdnet::relay
