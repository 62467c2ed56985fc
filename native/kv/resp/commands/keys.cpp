#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {

Outcome del(Call& call) {
  const auto keys = call.arguments.subspan(1);
  Store::Group group = call.store().group(keys);
  std::int64_t count = 0;
  for (const std::string_view key : keys) {
    Slot slot = group.at(key);
    if (slot.found()) ++count;
    slot.erase();
  }
  call.reply.integer(count);
  return Outcome::Done;
}

/// A key that is named twice counts twice.
Outcome exists(Call& call) {
  const auto keys = call.arguments.subspan(1);
  Store::Group group = call.store().group(keys);
  std::int64_t count = 0;
  for (const std::string_view key : keys) count += group.at(key).found() ? 1 : 0;
  call.reply.integer(count);
  return Outcome::Done;
}

Outcome type(Call& call) {
  call.reply.simple(call.store().at(call.arguments[1]).found() ? "string" : "none");
  return Outcome::Done;
}

Outcome dbsize(Call& call) {
  call.reply.integer(static_cast<std::int64_t>(call.store().size()));
  return Outcome::Done;
}

/// ASYNC and SYNC are the same here: nobody waits for a lock while memory is given back.
Outcome flush(Call& call) {
  const auto words = call.arguments.subspan(1);
  if (words.size() > 1 ||
      (words.size() == 1 && !is_word(words[0], "async") && !is_word(words[0], "sync"))) {
    return refuse(call, kSyntaxError);
  }
  call.store().clear();
  call.reply.ok();
  return Outcome::Done;
}

}  // namespace stdnet::kv::resp
