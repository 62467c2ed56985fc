#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "native/core/address.h"
#include "native/load/echo_script.h"
#include "native/load/kv_script.h"
#include "native/load/lines_script.h"

namespace stdnet::load {

/// One run of the generator against one server.
struct Options {
  SocketAddress target;
  enum class Work { Echo, Kv, Lines, UdpEcho } work = Work::Echo;
  EchoScript::Shape echo;
  KvScript::Shape kv;
  LinesScript::Shape lines;
  std::size_t connections = 1;
  double rate = 0;  ///< open loop: requests a second, of all connections together; 0: closed loop
  std::size_t threads = 1;  ///< not more than there are connections
  Nanoseconds warm_up = std::chrono::milliseconds(200);
  Nanoseconds duration = std::chrono::seconds(1);
  Nanoseconds patience =
      std::chrono::seconds(5);   ///< how long nothing may come before the run has failed
  std::vector<int> server_pids;  ///< whose processor time is to be measured, added up
  std::vector<int> cores;        ///< where the load threads run; empty: anywhere
  std::uint64_t seed = 1;

  /// How many requests a connection sends together.
  [[nodiscard]] std::size_t batch() const {
    if (work == Work::Kv) return kv.pipeline;
    return work == Work::Lines ? lines.pipeline : 1;
  }
  /// Open loop: how long it is from one turn of a connection to its next.
  [[nodiscard]] Nanoseconds period() const {
    const double turns = rate / static_cast<double>(connections * batch());
    return Nanoseconds(static_cast<Nanoseconds::rep>(1e9 / turns));
  }
};

/// What a run has found. All of it is of the time while the clock ran.
struct Report {
  std::uint64_t requests = 0;
  /// Open loop: requests that were due before the clock stopped, and not answered by then. `latency` has them with the time
  /// that they had waited.
  std::uint64_t waiting = 0;
  std::uint64_t resent = 0;  ///< UDP, closed loop: requests that had to be sent again, or once more
  std::uint64_t lost = 0;    ///< UDP, open loop: requests that were not answered, or too late
  std::uint64_t reordered = 0;  ///< UDP, open loop: requests that were answered after a later one
  double seconds = 0;
  Histogram latency;
  std::optional<double> server_processor_seconds;
  double own_processor_seconds = 0;
  double busiest_thread =
      0;  ///< the share of the time that the busiest load thread was on a processor: 1 is all of it
};

}  // namespace stdnet::load
