#include "native/relay/relay_threads.h"

#include <utility>

#include "native/relay/serving.h"

namespace stdnet::relay {

Result<std::unique_ptr<RelayThreads>> RelayThreads::start(server::Roster& roster, Relays& relays) {
  std::unique_ptr<RelayThreads> crew(new RelayThreads(roster, relays));
  auto writer = Watch::start(1, "stdnet-write", relays,
                             [&self = *crew](Relay& relay, bool, Chunk&) { self.flush(relay); });
  if (!writer) return std::move(writer).error();
  crew->writer_ = std::move(writer).value();
  return crew;
}

RelayThreads::RelayThreads(server::Roster& roster, Relays& relays)
    : roster_(roster),
      relays_(relays),
      threads_({.name = "stdnet-conn", .stack_size = relays.options().stack_size}) {}

std::optional<server::DropReason> RelayThreads::take(server::ConnectionTable::Entry entry) {
  Relay& relay = relays_.take();
  relay.occupy(entry, *this);
  if (threads_.run([this, &relay] { serve(relay); })) return std::nullopt;
  relays_.take_back(relay);
  return server::DropReason::NoThread;
}

void RelayThreads::serve(Relay& relay) {
  begin(relay, roster_, relays_.options());
  {
    Chunk chunk;
    while (relay.wait_until_wanted()) static_cast<void>(relay.read(chunk, 0));
  }
  relay.wait_until_over();
  finish(relay, roster_);
}

void RelayThreads::flush(Relay& relay) {
  if (relay.flush()) writer_->call(relay);
}

Result<void> RelayThreads::watch(Relay& relay) {
  return writer_->add(relay.entry()->fd.get(), os::EdgePoller::Interest::Write, relay);
}

void RelayThreads::close() {
  threads_.close();
  writer_->close();
}

}  // namespace stdnet::relay
