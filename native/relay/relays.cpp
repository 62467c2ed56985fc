#include "native/relay/relays.h"

namespace stdnet::relay {

Relay& Relays::take() {
  newcomers_.come();
  const os::Lock lock(mutex_);
  if (free_.empty()) {
    const auto slot = static_cast<std::uint32_t>(relays_.size());
    return relays_.emplace_back(slot, options_, mailbox_, chunks_);
  }
  Relay& relay = *free_.back();
  free_.pop_back();
  return relay;
}

void Relays::give_back(Relay& relay) {
  const os::Lock lock(mutex_);
  free_.push_back(&relay);
}

void Relays::take_back(Relay& relay) {
  newcomers_.leave();
  static_cast<void>(relay.close());
  relay.vacate();
  give_back(relay);
}

void Relays::hang_up() {
  for_each([](Relay& relay) { relay.destroy(); });
}

}  // namespace stdnet::relay
