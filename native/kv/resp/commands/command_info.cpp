#include <algorithm>
#include <array>
#include <string>

#include "native/kv/resp/commands/families.h"

namespace stdnet::kv::resp {
namespace {

struct FlagName {
  Command::Flag flag;
  std::string_view name;
};
constexpr std::array kFlags{
    FlagName{Command::Write, "write"},
    FlagName{Command::ReadOnly, "readonly"},
    FlagName{Command::DenyOom, "denyoom"},
    FlagName{Command::Fast, "fast"},
};

void reply_flags(Reply& reply, std::uint8_t flags) {
  std::size_t count = 0;
  for (const FlagName& each : kFlags) count += (flags & each.flag) != 0 ? 1 : 0;
  reply.array(count);
  for (const FlagName& each : kFlags) {
    if ((flags & each.flag) != 0) reply.simple(each.name);
  }
}

/// The ten fields of Redis 7. The last four are empty here: categories of access rights, tips, specifications of keys,
/// subcommands.
void reply_info(Reply& reply, const Command& command) {
  constexpr std::size_t kFields = 10;
  reply.array(kFields);
  reply.bulk(command.name);
  reply.integer(command.arity);
  reply_flags(reply, command.flags);
  reply.integer(command.keys.first);
  reply.integer(command.keys.last);
  reply.integer(command.keys.step);
  for (int i = 0; i < 4; ++i) reply.array(0);
}

void reply_docs(Reply& reply, const Command& command) {
  constexpr std::size_t kFields = 3;
  reply.bulk(command.name);
  reply.array(2 * kFields);
  reply.bulk("summary");
  reply.bulk(command.summary);
  reply.bulk("since");
  reply.bulk(command.since);
  reply.bulk("group");
  reply.bulk(command.group);
}

Outcome all(Call& call) {
  call.reply.array(commands().size());
  for (const Command& each : commands()) reply_info(call.reply, each);
  return Outcome::Done;
}

Outcome count(Call& call) {
  call.reply.integer(static_cast<std::int64_t>(commands().size()));
  return Outcome::Done;
}

/// Null for a name that is none. A short request can name a long reply many times: what is full is sent before it goes on.
Outcome info_of(Call& call) {
  const auto names = call.arguments.subspan(2);
  if (names.empty()) return all(call);
  if (call.progress == 0) call.reply.array(names.size());
  for (; call.progress < names.size(); ++call.progress) {
    if (call.should_pause()) return Outcome::Partly;
    const Command* const found = find_command(names[call.progress]);
    if (found != nullptr) {
      reply_info(call.reply, *found);
    } else {
      call.reply.null();
    }
  }
  return Outcome::Done;
}

/// Names that are none are left out.
Outcome docs_of(Call& call, std::span<const std::string_view> names) {
  if (call.progress == 0) {
    const auto known = std::ranges::count_if(
        names, [](std::string_view name) { return find_command(name) != nullptr; });
    call.reply.array(2 * static_cast<std::size_t>(known));
  }
  for (; call.progress < names.size(); ++call.progress) {
    if (call.should_pause()) return Outcome::Partly;
    const Command* const found = find_command(names[call.progress]);
    if (found != nullptr) reply_docs(call.reply, *found);
  }
  return Outcome::Done;
}

Outcome docs(Call& call) {
  const auto names = call.arguments.subspan(2);
  if (!names.empty()) return docs_of(call, names);
  call.reply.array(2 * commands().size());
  for (const Command& each : commands()) reply_docs(call.reply, each);
  return Outcome::Done;
}

constexpr Subcommand kCommand[] = {{"count", 2, count}, {"docs", -2, docs}, {"info", -2, info_of}};

}  // namespace

Outcome command(Call& call) {
  if (call.arguments.size() == 1) return all(call);
  return run_subcommand(call, "command", kCommand);
}

}  // namespace stdnet::kv::resp
