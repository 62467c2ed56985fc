#include "native/kv/resp/commands/families.h"

namespace stdnet::kv::resp {
namespace {

void reply_value(Reply& reply, const Slot& slot) {
  if (slot.found()) {
    reply.bulk(slot.value());
  } else {
    reply.null();
  }
}

}  // namespace

Outcome get(Call& call) {
  reply_value(call.reply, call.store().at(call.arguments[1]));
  return Outcome::Done;
}

Outcome getdel(Call& call) {
  Slot slot = call.store().at(call.arguments[1]);
  reply_value(call.reply, slot);
  slot.erase();
  return Outcome::Done;
}

Outcome append(Call& call) {
  const std::string_view more = call.arguments[2];
  Slot slot = call.store().at(call.arguments[1]);
  if (slot.found() && slot.value().size() + more.size() > call.service.limits.max_value) {
    return refuse(call, "string exceeds maximum allowed size (proto-max-bulk-len)");
  }
  if (!slot.append(more)) return Outcome::Full;
  call.reply.integer(static_cast<std::int64_t>(slot.value().size()));
  return Outcome::Done;
}

Outcome strlen(Call& call) {
  const Slot slot = call.store().at(call.arguments[1]);
  call.reply.integer(slot.found() ? static_cast<std::int64_t>(slot.value().size()) : 0);
  return Outcome::Done;
}

/// All values of one moment; but a short request can ask for the same long value a million times, so a reply that is
/// full is sent before it goes on, with the values of that moment.
Outcome mget(Call& call) {
  const auto keys = call.arguments.subspan(1);
  if (call.progress == 0) call.reply.array(keys.size());
  Store::Group group = call.store().group(keys.subspan(call.progress));
  for (; call.progress < keys.size(); ++call.progress) {
    if (call.should_pause()) return Outcome::Partly;
    reply_value(call.reply, group.at(keys[call.progress]));
  }
  return Outcome::Done;
}

Outcome mset(Call& call) {
  const auto pairs = call.arguments.subspan(1);
  if (pairs.size() % 2 != 0) {
    call.reply.wrong_arity("mset");
    return Outcome::Done;
  }
  if (!call.store().set_all(pairs)) return Outcome::Full;
  call.reply.ok();
  return Outcome::Done;
}

}  // namespace stdnet::kv::resp
