#pragma once

#include <atomic>
#include <memory>

#include "native/core/result.h"
#include "native/os/fd.h"
#include "native/os/wake.h"
#include "native/server/failures.h"
#include "native/server/intake.h"

namespace stdnet::server {

/// Takes connections from a listening socket until it is stopped; nothing that accept(2) says ends it.
///
/// Out of descriptors, the connection in the queue would make the socket readable for ever: a spare descriptor is given
/// up for a moment to take it and close it, so that its peer hears of it. After failures that repeat themselves it
/// pauses, so that a starved server does not eat a core. Threads: one, but for `stop()`.
class Acceptor final : public Intake {
 public:
  /// Takes the listening socket over.
  [[nodiscard]] static Result<std::unique_ptr<Acceptor>> create(os::Fd listener);

  void run(Target& target) override;
  void accept_waiting(Target& target) override;
  void close() override;
  void stop() override;

 private:
  Acceptor(os::Fd listener, os::Wake wake)
      : listener_(std::move(listener)), wake_(std::move(wake)) {}

  enum class Round { Taken, Empty, Failed };
  [[nodiscard]] Round accept_one(Target& target);
  void refuse_one(Target& target, Error error);
  [[nodiscard]] bool stopped() const { return stopped_.load(std::memory_order_acquire); }
  void pause();
  void take_spare();

  os::Fd listener_;
  os::Wake wake_;
  os::Fd spare_;
  Failures failures_;
  std::atomic<bool> stopped_{false};
};

}  // namespace stdnet::server
