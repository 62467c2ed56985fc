#pragma once

#include <cstdint>
#include <optional>

#include "native/kv/entry.h"

namespace stdnet::kv::resp {

/// How a command tells a time.
enum class Unit : std::uint8_t { Seconds, Milliseconds };

/// The deadline that lies `time` after `base`; none: that is beyond 64 bits. 0 for `base` where `time` is absolute.
[[nodiscard]] std::optional<Deadline> deadline_after(Deadline base, std::int64_t time, Unit unit);

}  // namespace stdnet::kv::resp
