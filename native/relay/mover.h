#pragma once

#include "native/core/result.h"

namespace stdnet::relay {

class Relay;

/// Who moves the bytes of relays while JavaScript does something else. Called with the relay's lock held, but where it says
/// otherwise. Threads: any.
class Mover {
 public:
  /// What the relay's reader waits for has changed: it is to look again.
  virtual void look_again(Relay& relay) = 0;
  /// JavaScript receives from now on: its reader need not hear of bytes.
  virtual void lend(Relay& relay) = 0;
  /// JavaScript receives no more: the reader looks again, and hears of bytes.
  virtual void take_back(Relay& relay) = 0;
  /// There is something to be sent: `flush()` soon, on another thread. Without the relay's lock.
  virtual void send_soon(Relay& relay) = 0;
  /// A send found no room, for the first time: `flush()` when there is, now and later.
  [[nodiscard]] virtual Result<void> watch(Relay& relay) = 0;

 protected:
  ~Mover() = default;
};

}  // namespace stdnet::relay
