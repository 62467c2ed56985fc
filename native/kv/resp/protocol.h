#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "native/core/error.h"
#include "native/core/output.h"
#include "native/core/turn.h"
#include "native/kv/resp/command.h"
#include "native/kv/resp/parser.h"
#include "native/kv/resp/service.h"

namespace stdnet::kv::resp {

/// RESP2, the protocol of Redis and Valkey. One of these per connection. Nothing is allocated for a request but a new key
/// or value and what a reply does not fit into. Threads: the connection's.
class Protocol {
 public:
  explicit Protocol(Service& service)
      : service_(service), parser_(service.limits), client_{.id = ++service.clients, .name = {}} {}

  [[nodiscard]] Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out);
  /// Why the protocol closed the connection; none after QUIT.
  [[nodiscard]] std::optional<Error> take_error() { return std::exchange(error_, std::nullopt); }

 private:
  [[nodiscard]] Outcome serve(std::span<const std::uint8_t> request, Output& out);
  void refuse(Output& out);

  Service& service_;
  Parser parser_;
  Client client_;
  bool serving_ = false;      ///< a request is understood, and not answered as a whole
  std::size_t progress_ = 0;  ///< how far that is answered, as its command counts
  std::optional<Error> error_;
};

}  // namespace stdnet::kv::resp
