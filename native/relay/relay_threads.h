#pragma once

#include <memory>

#include "native/os/thread_cache.h"
#include "native/relay/mover.h"
#include "native/relay/relays.h"
#include "native/relay/watch.h"
#include "native/server/crew.h"
#include "native/server/roster.h"

namespace stdnet::relay {

/// A thread for each connection, blocked in its recv; and one for all, which sends what found no room.
class RelayThreads final : public server::Crew, private Mover {
 public:
  [[nodiscard]] static Result<std::unique_ptr<RelayThreads>> start(server::Roster& roster,
                                                                   Relays& relays);

  [[nodiscard]] std::optional<server::DropReason> take(
      server::ConnectionTable::Entry entry) override;
  [[nodiscard]] bool is_crowded() const override { return relays_.newcomers().crowd(); }
  [[nodiscard]] std::size_t threads() const override {
    return threads_.size() + writer_->threads();
  }
  void hang_up() override { relays_.hang_up(); }
  void close() override;

 private:
  RelayThreads(server::Roster& roster, Relays& relays);
  void serve(Relay& relay);
  void flush(Relay& relay);
  void look_again(Relay& relay) override { relay.notify(); }
  void lend(Relay& /*relay*/) override {}
  void take_back(Relay& relay) override { relay.notify(); }
  void send_soon(Relay& relay) override { writer_->call(relay); }
  [[nodiscard]] Result<void> watch(Relay& relay) override;

  server::Roster& roster_;
  Relays& relays_;
  std::unique_ptr<Watch> writer_;
  os::ThreadCache threads_;  ///< last: they use all of the above
};

}  // namespace stdnet::relay
