#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "native/binding/doorbell.h"
#include "native/binding/environment.h"
#include "native/binding/mail_sheet.h"
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
  /// The server has ended.
  void close() { bell_->close(); }

  /// Writes as many messages as the sheet has room for. The first number of a record has the relay's slot above its three low
  /// bits and there what it says (relay::Said); the second is its size. Extras are `[id, peer, local]` of the opened, error or
  /// null of the closed. No record: there is no mail, and the bell rings when there is. Returns what MailSheet::finish does.
  ///
  /// A slot that was told to be closed is used again after the next call.
  [[nodiscard]] napi_value take(MailSheet& sheet);

  /// nullptr: none that JavaScript was told of.
  [[nodiscard]] relay::Relay* at(std::uint32_t slot) const {
    return slot < by_slot_.size() ? by_slot_[slot] : nullptr;
  }

 private:
  [[nodiscard]] bool refill();
  /// False: there is no room for it.
  [[nodiscard]] bool write(const relay::Message& message, MailSheet& sheet);
  void write_bytes(std::size_t size, MailSheet& sheet);
  void remember(relay::Relay& relay);
  [[nodiscard]] napi_value info_of(const relay::Relay& relay) const;
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
