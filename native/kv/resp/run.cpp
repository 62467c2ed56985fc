#include <algorithm>
#include <string>

#include "native/kv/resp/command.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// How much of what it was sent Redis tells in an error; nothing from a NUL on.
constexpr std::size_t kTold = 128;
std::string_view told(std::string_view text, std::size_t most = kTold) {
  return text.substr(0, std::min(text.find('\0'), most));
}

Outcome unknown(Call& call) {
  std::string arguments;
  for (const std::string_view each : call.arguments.subspan(1)) {
    if (arguments.size() >= kTold) break;
    const std::string_view some = told(each, kTold - arguments.size());
    arguments.append("'").append(some).append("' ");
  }
  return refuse(call, "unknown command '" + std::string(told(call.arguments[0])) +
                          "', with args beginning with: " + arguments);
}

Outcome unknown_subcommand(Call& call, std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return refuse(call, "unknown subcommand '" + std::string(told(call.arguments[1])) + "'. Try " +
                          upper + " HELP.");
}

}  // namespace

Outcome run(Call& call) {
  const Command* const command = find_command(call.arguments[0]);
  if (command == nullptr) return unknown(call);
  if (!takes(command->arity, call.arguments.size())) {
    call.reply.wrong_arity(command->name);
    return Outcome::Done;
  }
  Outcome outcome = command->run(call);
  if (outcome == Outcome::Full && call.store().drop_expired()) outcome = command->run(call);
  if (outcome != Outcome::Full) return outcome;
  call.reply.coded_error("OOM command not allowed when used memory > 'maxmemory'.");
  return Outcome::Done;
}

Outcome run_subcommand(Call& call, std::string_view name, std::span<const Subcommand> subcommands) {
  const auto found = std::ranges::find_if(
      subcommands, [&](const Subcommand& each) { return is_word(call.arguments[1], each.name); });
  if (found == subcommands.end()) return unknown_subcommand(call, name);
  if (!takes(found->arity, call.arguments.size())) {
    call.reply.wrong_arity(std::string(name) + "|" + std::string(found->name));
    return Outcome::Done;
  }
  return found->run(call);
}

}  // namespace stdnet::kv::resp
