#pragma once

#include <memory>
#include <span>

#include "native/core/output.h"
#include "native/server/input.h"

namespace stdnet::server {

/// What a turn works with: bytes that have come, and bytes that are to go. A thread has one of these and lends it to
/// each connection that it serves. Threads: the owner's.
struct Buffers {
  Input in;
  Output out;
};

/// What a parked connection keeps of its thread's buffers: nothing, unless a request has come in part or an answer has
/// gone in part. Threads: one at a time.
class Luggage {
 public:
  /// Before a turn. `buffers` are empty.
  void unpack(Buffers& buffers);
  /// After it: `buffers` are empty again.
  void pack(Buffers& buffers);

 private:
  std::unique_ptr<Buffers> kept_;
};

}  // namespace stdnet::server
