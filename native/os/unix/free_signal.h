#pragma once

namespace stdnet::os {

/// The number of a signal that nobody in the process uses; 0: there is none. Threads: any.
[[nodiscard]] int free_signal();

}  // namespace stdnet::os
