#include <optional>
#include <string>

#include "native/kv/resp/client_name.h"
#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/version.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// HELLO's words behind the version. There are no passwords here, as in a Redis without configuration: the default user
/// may come with any, and there is no other.
struct HelloOptions {
  /// False: it has replied why not.
  [[nodiscard]] bool read(std::span<const std::string_view> words, Reply& reply);

  std::optional<std::string_view> name;
};

bool HelloOptions::read(std::span<const std::string_view> words, Reply& reply) {
  while (!words.empty()) {
    if (is_word(words[0], "auth") && words.size() >= 3) {
      if (words[1] != "default") {
        reply.coded_error("WRONGPASS invalid username-password pair or user is disabled.");
        return false;
      }
      words = words.subspan(3);
    } else if (is_word(words[0], "setname") && words.size() >= 2) {
      if (!is_client_name(words[1])) {
        reply.error(kBadClientName);
        return false;
      }
      name = words[1];
      words = words.subspan(2);
    } else {
      reply.error("Syntax error in HELLO option '" + std::string(words[0]) + "'");
      return false;
    }
  }
  return true;
}

void introduce(Call& call) {
  Reply& reply = call.reply;
  constexpr std::size_t kFields = 7;
  reply.array(2 * kFields);
  reply.bulk("server");
  reply.bulk("redis");
  reply.bulk("version");
  reply.bulk(kRedisVersion);
  reply.bulk("proto");
  reply.integer(2);
  reply.bulk("id");
  reply.integer(call.client.id);
  reply.bulk("mode");
  reply.bulk("standalone");
  reply.bulk("role");
  reply.bulk("master");
  reply.bulk("modules");
  reply.array(0);
}

}  // namespace

/// Only version 2 is spoken; a client that would rather have 3 falls back to it.
Outcome hello(Call& call) {
  if (call.arguments.size() > 1) {
    const auto version = integer_of(call.arguments[1]);
    if (!version) {
      return refuse(call, "Protocol version is not an integer or out of range");
    }
    if (*version != 2) {
      call.reply.coded_error("NOPROTO unsupported protocol version");
      return Outcome::Done;
    }
    HelloOptions options;
    if (!options.read(call.arguments.subspan(2), call.reply)) return Outcome::Done;
    if (options.name) call.client.name = *options.name;
  }
  introduce(call);
  return Outcome::Done;
}

}  // namespace stdnet::kv::resp
