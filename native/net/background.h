#pragma once

#include <functional>
#include <string>

#include "native/core/result.h"

namespace stdnet::net {

/// Does `work`, which cannot be interrupted, on a thread of its own, so that the caller can be ended meanwhile. What it
/// uses it shares or owns: the caller may be gone before it is done. An Error: no thread is to be had, nothing was done.
/// Threads: any.
[[nodiscard]] Result<void> in_background(std::string thread_name, std::function<void()> work);

}  // namespace stdnet::net
