#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "native/binding/doorbell.h"
#include "native/binding/environment.h"
#include "native/relay/relays.h"

namespace stdnet::binding {

/// The relays of a server on JavaScript's side: what they say, taken out in batches, and which of them is meant by a number.
/// Threads: the JS thread.
class Mail {
 public:
  Mail(Environment& environment, const server::Options& options, std::unique_ptr<Doorbell> bell)
      : environment_(environment),
        bell_(std::move(bell)),
        relays_(options, [this] { bell_->ring(); }) {}

  [[nodiscard]] relay::Relays& relays() { return relays_; }
  [[nodiscard]] Doorbell& bell() { return *bell_; }

  /// Writes messages to `records`: how many, then two numbers for each, of which the first has the relay's slot above its
  /// three low bits and there what it says (relay::Said), and the second is a number of bytes. Few bytes are written to
  /// `room`, one behind the other; where it has no more room the call ends. Returns, in order, what the others bring: Buffers
  /// of more bytes, `[id, peer, local]` of the opened, error or null of the closed; undefined: nothing. No record: there is
  /// no mail, and the bell rings when there is.
  ///
  /// A slot that was told to be closed is used again after the next call.
  [[nodiscard]] napi_value take(std::span<std::uint32_t> records, std::span<std::uint8_t> room);

  /// nullptr: none that JavaScript was told of.
  [[nodiscard]] relay::Relay* at(std::uint32_t slot) const {
    return slot < by_slot_.size() ? by_slot_[slot] : nullptr;
  }

 private:
  class Writer;

  [[nodiscard]] bool refill();
  void give_back_closed();

  Environment& environment_;
  const std::unique_ptr<Doorbell> bell_;
  relay::Relays relays_;
  relay::Batch batch_;
  std::size_t next_message_ = 0;
  std::size_t next_byte_ = 0;
  std::size_t next_chunk_ = 0;
  std::vector<relay::Relay*> by_slot_;
  std::vector<relay::Relay*> closed_;
};

}  // namespace stdnet::binding
