#pragma once

#include <cstddef>
#include <memory>

#include "native/os/mutex.h"
#include "native/relay/mover.h"
#include "native/relay/relays.h"
#include "native/relay/watch.h"
#include "native/server/crew.h"
#include "native/server/roster.h"

namespace stdnet::relay {

/// A few threads that receive for all connections, each woken by the edges of some. What they do with bytes is brief, so
/// that one thread keeps up with JavaScript; nobody watches over them.
class RelayPool final : public server::Crew, private Mover {
 public:
  [[nodiscard]] static Result<std::unique_ptr<RelayPool>> start(server::Roster& roster,
                                                                Relays& relays);

  [[nodiscard]] std::optional<server::DropReason> take(
      server::ConnectionTable::Entry entry) override;
  [[nodiscard]] bool is_crowded() const override { return relays_.newcomers().crowd(); }
  [[nodiscard]] std::size_t threads() const override { return watch_->threads(); }
  void hang_up() override { relays_.hang_up(); }
  void close() override EXCLUDES(mutex_);

 private:
  RelayPool(server::Roster& roster, Relays& relays) : roster_(roster), relays_(relays) {}
  void signal(Relay& relay, bool last, Chunk& chunk);
  /// False: the connection has ended.
  [[nodiscard]] bool give_turn(Relay& relay, Chunk& chunk);
  /// As much as is there, or is a turn's share. True: there may be more.
  [[nodiscard]] bool read(Relay& relay, Chunk& chunk);
  void left() EXCLUDES(mutex_);
  void look_again(Relay& relay) override { watch_->call(relay); }
  void lend(Relay& relay) override { watch_->mute(relay); }
  void take_back(Relay& relay) override { watch_->tell_again(relay); }
  void send_soon(Relay& relay) override { watch_->call(relay); }
  /// It is watched anyhow.
  [[nodiscard]] Result<void> watch(Relay& /*relay*/) override { return {}; }

  server::Roster& roster_;
  Relays& relays_;
  os::Mutex mutex_;
  os::Condition none_left_;
  std::size_t connections_ GUARDED_BY(mutex_) = 0;
  std::unique_ptr<Watch> watch_;  ///< last: its threads use all of the above
};

}  // namespace stdnet::relay
