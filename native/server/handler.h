#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "native/core/error.h"
#include "native/core/output.h"
#include "native/core/turn.h"

namespace stdnet::server {

/// What a server does with the bytes of one connection: a state machine that is given bytes and answers with bytes. It
/// never waits, so that one handler serves whoever does the waiting.
///
/// Bytes that it leaves unconsumed come again with what followed them; a handler bounds how many that can be, by ending
/// the connection with an error. Threads: one at a time; of state that connections share, it guards its own.
class Handler {
 public:
  virtual ~Handler() = default;

  /// `bytes` is never empty. The answer goes into `out`, which is empty at first.
  [[nodiscard]] virtual Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) = 0;
  /// The peer has sent its last byte; `rest` is what was left unconsumed.
  virtual void on_end(std::span<const std::uint8_t> rest, Output& out) = 0;
  /// After Next::Close and after on_end: why, if that was an error.
  [[nodiscard]] virtual std::optional<Error> take_error() { return std::nullopt; }
};

/// Makes the handler of each connection, and holds what they share. Threads: any.
class HandlerFactory {
 public:
  virtual ~HandlerFactory() = default;
  [[nodiscard]] virtual std::unique_ptr<Handler> make() const = 0;
};

}  // namespace stdnet::server
