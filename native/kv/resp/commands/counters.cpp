#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/integer.h"

namespace stdnet::kv::resp {
namespace {

/// A key that is not there counts from 0; its deadline stays.
Outcome add(Call& call, std::int64_t more) {
  Slot slot = call.store().at(call.arguments[1]);
  const auto before = slot.found() ? integer_of(slot.value()) : std::int64_t{0};
  if (!before) return refuse(call, kNotAnInteger);
  std::int64_t after = 0;
  if (__builtin_add_overflow(*before, more, &after)) {
    return refuse(call, "increment or decrement would overflow");
  }
  std::array<char, 20> text;
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), after).ptr;
  if (!slot.assign({text.data(), static_cast<std::size_t>(end - text.data())}))
    return Outcome::Full;
  call.reply.integer(after);
  return Outcome::Done;
}

}  // namespace

Outcome incr(Call& call) {
  return add(call, 1);
}

Outcome decr(Call& call) {
  return add(call, -1);
}

Outcome incrby(Call& call) {
  const auto more = integer_of(call.arguments[2]);
  return more ? add(call, *more) : refuse(call, kNotAnInteger);
}

Outcome decrby(Call& call) {
  const auto less = integer_of(call.arguments[2]);
  if (!less) return refuse(call, kNotAnInteger);
  if (*less == std::numeric_limits<std::int64_t>::min()) {
    return refuse(call, "decrement would overflow");
  }
  return add(call, -*less);
}

}  // namespace stdnet::kv::resp
