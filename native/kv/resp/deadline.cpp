#include "native/kv/resp/deadline.h"

namespace stdnet::kv::resp {

std::optional<Deadline> deadline_after(Deadline base, std::int64_t time, Unit unit) {
  const std::int64_t scale = unit == Unit::Seconds ? 1000 : 1;
  Deadline deadline = 0;
  if (__builtin_mul_overflow(time, scale, &deadline)) return std::nullopt;
  if (__builtin_add_overflow(deadline, base, &deadline)) return std::nullopt;
  return deadline;
}

}  // namespace stdnet::kv::resp
