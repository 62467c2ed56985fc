#pragma once

#include <cstddef>
#include <span>

#include "native/core/result.h"

namespace stdnet::os {

/// Copies what is in a pipe, which stays there; how many bytes that is. tee(2); Unsupported where the system cannot.
/// Threads: any.
[[nodiscard]] Result<std::size_t> peek_pipe(int pipe, std::span<std::byte> into);

}  // namespace stdnet::os
