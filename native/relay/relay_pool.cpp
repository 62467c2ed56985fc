#include "native/relay/relay_pool.h"

#include <sys/socket.h>

#include <utility>

#include "native/relay/serving.h"

namespace stdnet::relay {

Result<std::unique_ptr<RelayPool>> RelayPool::start(server::Roster& roster, Relays& relays) {
  std::unique_ptr<RelayPool> crew(new RelayPool(roster, relays));
  auto watch = Watch::start(
      *relays.options().pool, "stdnet-pool", relays,
      [&self = *crew](Relay& relay, bool last, Chunk& chunk) { self.signal(relay, last, chunk); });
  if (!watch) return std::move(watch).error();
  crew->watch_ = std::move(watch).value();
  return crew;
}

std::optional<server::DropReason> RelayPool::take(server::ConnectionTable::Entry entry) {
  Relay& relay = relays_.take();
  {
    const os::Lock lock(mutex_);
    ++connections_;
  }
  // An edge of the place's last connection may still come: it is not to end this one before it is watched.
  relay.occupy(entry, *this);
  if (watch_->add(entry->fd.get(), os::EdgePoller::Interest::Both, relay)) {
    // From here on a thread may have it, and it may be over already. The first edge says that there is room to write.
    if (relay.let_go()) watch_->call(relay);
    return std::nullopt;
  }
  relays_.take_back(relay);
  left();
  return server::DropReason::NoDescriptor;
}

void RelayPool::signal(Relay& relay, bool last, Chunk& chunk) {
  if (!relay.signal(last)) return;
  while (give_turn(relay, chunk) && !relay.park()) {
  }
}

bool RelayPool::give_turn(Relay& relay, Chunk& chunk) {
  if (!relay.is_open()) begin(relay, roster_, relays_.options());
  bool more = relay.flush();
  if (read(relay, chunk)) more = true;
  if (relay.over()) {
    finish(relay, roster_);
    left();
    return false;
  }
  if (more) watch_->call(relay);  // behind whoever waits for a turn
  return true;
}

bool RelayPool::read(Relay& relay, Chunk& chunk) {
  using Progress = Relay::Progress;
  for (std::size_t reads = 0; reads < Relay::kTurn / Chunk::kSize; ++reads) {
    const Progress progress = relay.read(chunk, MSG_DONTWAIT);
    if (progress != Progress::Again && !(progress == Progress::Short && relay.last())) return false;
  }
  return true;
}

void RelayPool::left() {
  const os::Lock lock(mutex_);
  if (--connections_ == 0) none_left_.notify_all();
}

void RelayPool::close() {
  {
    const os::Lock lock(mutex_);
    while (connections_ > 0) none_left_.wait(mutex_);
  }
  watch_->close();
}

}  // namespace stdnet::relay
