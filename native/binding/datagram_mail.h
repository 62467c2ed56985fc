#pragma once

#include <node_api.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "native/binding/doorbell.h"
#include "native/binding/mail_sheet.h"
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

  /// Writes as many datagrams as the sheet has room for. The first number of a record is twice the place of its sender, plus 1
  /// if the sender is new there: its packed address is an extra, before the datagram's bytes; the second is the size. No record:
  /// there are no datagrams, and the bell rings when there are. Returns what MailSheet::finish does.
  ///
  /// Those that were taken before count as handled with the next call.
  [[nodiscard]] napi_value take(MailSheet& sheet);
  /// The server has ended.
  void close();

 private:
  /// Senders that JavaScript has an object for: two that share a place take it from each other.
  static constexpr std::size_t kPlaces = 1024;

  [[nodiscard]] bool refill();
  /// False: there is no room for it.
  [[nodiscard]] bool write(const relay::Datagrams::Head& head, MailSheet& sheet);
  [[nodiscard]] std::uint32_t write_sender(const SocketAddress& from, MailSheet& sheet);

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
