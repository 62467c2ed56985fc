#pragma once

#include <atomic>

#include "native/load/options.h"

namespace stdnet::load {

/// Drives a server and holds every byte of its replies against what it must be. Blocks until the clock has stopped and
/// all replies are there. The first reply that is wrong, connection that ends or silence that lasts ends the run with
/// an error. `cancelled` ends it within 100 ms, with Interrupted. Threads: any.
[[nodiscard]] Result<Report> run(const Options& options, const std::atomic<bool>& cancelled);

}  // namespace stdnet::load
