#include <algorithm>
#include <limits>
#include <string>

#include "native/kv/resp/client_name.h"
#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

Outcome set_name(Call& call) {
  if (!is_client_name(call.arguments[2])) {
    return refuse(call, kBadClientName);
  }
  call.client.name = call.arguments[2];
  call.reply.ok();
  return Outcome::Done;
}

Outcome get_name(Call& call) {
  if (call.client.name.empty()) {
    call.reply.null();
  } else {
    call.reply.bulk(call.client.name);
  }
  return Outcome::Done;
}

Outcome id(Call& call) {
  call.reply.integer(call.client.id);
  return Outcome::Done;
}

/// Redis has it from 7.2 on. Nobody asks for it back: it is checked, and forgotten.
Outcome set_info(Call& call) {
  if (is_word(call.arguments[2], "lib-name") || is_word(call.arguments[2], "lib-ver")) {
    call.reply.ok();
  } else {
    call.reply.error("Unrecognized option '" + std::string(call.arguments[2]) + "'");
  }
  return Outcome::Done;
}

constexpr Subcommand kClient[] = {
    {"getname", 2, get_name},
    {"id", 2, id},
    {"setinfo", 4, set_info},
    {"setname", 3, set_name},
};

}  // namespace

Outcome ping(Call& call) {
  if (call.arguments.size() > 2) {
    call.reply.wrong_arity("ping");
  } else if (call.arguments.size() == 2) {
    call.reply.bulk(call.arguments[1]);
  } else {
    call.reply.simple("PONG");
  }
  return Outcome::Done;
}

Outcome echo(Call& call) {
  call.reply.bulk(call.arguments[1]);
  return Outcome::Done;
}

Outcome quit(Call& call) {
  call.reply.ok();
  return Outcome::Quit;
}

Outcome select(Call& call) {
  using Int = std::numeric_limits<std::int32_t>;
  const auto number = integer_of(call.arguments[1]);
  if (!number) {
    call.reply.error(kNotAnInteger);
  } else if (*number < Int::min() || *number > Int::max()) {
    call.reply.error("value is out of range, value must between -2147483648 and 2147483647");
  } else if (*number != 0) {
    call.reply.error("DB index is out of range");
  } else {
    call.reply.ok();
  }
  return Outcome::Done;
}

Outcome client(Call& call) {
  return run_subcommand(call, "client", kClient);
}

}  // namespace stdnet::kv::resp
