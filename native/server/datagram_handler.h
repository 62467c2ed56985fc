#pragma once

#include <cstdint>
#include <span>

#include "native/core/output.h"

namespace stdnet::server {

/// What a server does with a datagram: a function of it alone, as UDP has no connections that could have a state.
/// Threads: any, several at a time; of state that calls share, it guards its own.
class DatagramHandler {
 public:
  virtual ~DatagramHandler() = default;

  /// The answer goes into `out`, which is empty at first; an empty answer is a datagram too. False: none is sent.
  [[nodiscard]] virtual bool on_datagram(std::span<const std::uint8_t> datagram,
                                         Output& out) const = 0;
};

}  // namespace stdnet::server
