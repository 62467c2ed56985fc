#pragma once

#include <node_api.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "native/binding/doorbell.h"
#include "native/core/address.h"
#include "native/relay/datagram_queue.h"

namespace stdnet::binding {

/// The datagrams of a server whose handler is JavaScript's, on JavaScript's side: taken out in batches. Threads: the JS thread.
class DatagramMail {
 public:
  DatagramMail(napi_env env, std::unique_ptr<Doorbell> bell)
      : env_(env), bell_(std::move(bell)), queue_([this] { bell_->ring(); }) {}

  [[nodiscard]] server::DatagramSink& sink() { return queue_; }
  [[nodiscard]] Doorbell& bell() { return *bell_; }

  /// Writes datagrams to `records`: how many, then two numbers for each, of which the first is twice the place of its sender,
  /// plus 1 if the sender is new there, and the second is its size. Those of less than kLarge bytes are written to `room`, one
  /// behind the other; where it has no more room the call ends. Returns, in order, what the others bring: the packed address of
  /// a new sender, a Buffer of more bytes; undefined: nothing. No record: there are no datagrams, and the bell rings when there
  /// are.
  ///
  /// Those that were taken before count as handled with the next call.
  [[nodiscard]] napi_value take(std::span<std::uint32_t> records, std::span<std::uint8_t> room);
  /// The server has ended.
  void close();

 private:
  class Writer;

  /// From so many bytes on a datagram has memory of its own.
  static constexpr std::size_t kLarge = 4096;
  /// Senders that JavaScript has an object for: two that share a place take it from each other.
  static constexpr std::size_t kPlaces = 1024;

  [[nodiscard]] bool refill();

  const napi_env env_;
  const std::unique_ptr<Doorbell> bell_;
  relay::DatagramQueue queue_;
  relay::Datagrams batch_;
  std::size_t next_head_ = 0;
  std::size_t next_byte_ = 0;
  std::size_t given_ = 0;        ///< datagrams, by the last call
  std::size_t given_bytes_ = 0;  ///< theirs
  std::array<std::optional<SocketAddress>, kPlaces> senders_{};
};

}  // namespace stdnet::binding
