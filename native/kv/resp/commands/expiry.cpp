#include <string>

#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/deadline.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// On which deadline of the key a new one depends.
struct Condition {
  /// What is wrong with the words; empty: nothing.
  [[nodiscard]] std::string read(std::span<const std::string_view> words);
  /// A key without a deadline counts as one that ends later than all.
  [[nodiscard]] bool allows(Deadline before, Deadline after) const;

  bool none = false;     ///< NX
  bool some = false;     ///< XX
  bool greater = false;  ///< GT
  bool less = false;     ///< LT
};

std::string Condition::read(std::span<const std::string_view> words) {
  for (const std::string_view word : words) {
    if (is_word(word, "nx")) {
      none = true;
    } else if (is_word(word, "xx")) {
      some = true;
    } else if (is_word(word, "gt")) {
      greater = true;
    } else if (is_word(word, "lt")) {
      less = true;
    } else {
      return "Unsupported option " + std::string(word.substr(0, word.find('\0')));
    }
  }
  if (none && (some || greater || less)) {
    return "NX and XX, GT or LT options at the same time are not compatible";
  }
  if (greater && less) return "GT and LT options at the same time are not compatible";
  return {};
}

bool Condition::allows(Deadline before, Deadline after) const {
  const bool ends = before != kNever;
  if ((none && ends) || (some && !ends)) return false;
  if (greater && (!ends || after <= before)) return false;
  return !less || !ends || after < before;
}

Outcome reply(Call& call, std::int64_t number) {
  call.reply.integer(number);
  return Outcome::Done;
}

/// A deadline that has passed erases the key at once.
Outcome set_deadline(Call& call, Unit unit, std::string_view name) {
  Condition condition;
  if (const std::string wrong = condition.read(call.arguments.subspan(3)); !wrong.empty()) {
    return refuse(call, wrong);
  }
  const auto time = integer_of(call.arguments[2]);
  if (!time) return refuse(call, kNotAnInteger);
  const Deadline now = call.store().now();
  const auto at = deadline_after(now, *time, unit);
  if (!at) return refuse(call, "invalid expire time in '" + std::string(name) + "' command");
  Slot slot = call.store().at(call.arguments[1]);
  if (!slot.found() || !condition.allows(slot.deadline(), *at)) return reply(call, 0);
  if (*at <= now) {
    slot.erase();
  } else {
    slot.expire(*at);
  }
  return reply(call, 1);
}

/// How long the key of a request still is, in milliseconds; or what Redis says instead.
std::int64_t time_left(const Call& call) {
  constexpr std::int64_t kNoKey = -2;
  constexpr std::int64_t kNoEnd = -1;
  const Deadline now = call.store().now();
  const Slot slot = call.store().at(call.arguments[1]);
  if (!slot.found()) return kNoKey;
  if (slot.deadline() == kNever) return kNoEnd;
  return slot.deadline() > now ? slot.deadline() - now : 0;
}

}  // namespace

Outcome expire(Call& call) {
  return set_deadline(call, Unit::Seconds, "expire");
}

Outcome pexpire(Call& call) {
  return set_deadline(call, Unit::Milliseconds, "pexpire");
}

Outcome ttl(Call& call) {
  const std::int64_t left = time_left(call);
  return reply(call, left < 0 ? left : (left + 500) / 1000);
}

Outcome pttl(Call& call) {
  return reply(call, time_left(call));
}

Outcome persist(Call& call) {
  Slot slot = call.store().at(call.arguments[1]);
  const bool ends = slot.found() && slot.deadline() != kNever;
  if (ends) slot.expire(kNever);
  return reply(call, ends ? 1 : 0);
}

}  // namespace stdnet::kv::resp
