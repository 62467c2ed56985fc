#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "native/kv/resp/reply.h"
#include "native/kv/resp/service.h"
#include "native/kv/store.h"

namespace stdnet::kv::resp {

/// What the server knows of a connection.
struct Client {
  std::int64_t id = 0;
  std::string name;
};

enum class Outcome : std::uint8_t {
  Done,    ///< it has replied
  Full,    ///< the store has no room for it; it has neither replied nor changed anything
  Partly,  ///< the reply is large: send what there is, then call again
  Quit,    ///< it has replied, and that was the last reply
};

/// A request, and what a command needs to serve it.
struct Call {
  Service& service;
  Client& client;
  Reply reply;
  std::span<const std::string_view> arguments;  ///< the first is the command's name
  std::size_t& progress;  ///< the command's own, after Partly; 0 when it is first called

  [[nodiscard]] Store& store() const { return *service.store; }
  /// Between two parts of a long reply, whose number `progress` is: time for Outcome::Partly? Not before the first.
  [[nodiscard]] bool should_pause() const { return progress > 0 && reply.full(); }
};

/// Replies that it is wrong, and why.
[[nodiscard]] inline Outcome refuse(Call& call, std::string_view why) {
  call.reply.error(why);
  return Outcome::Done;
}
inline constexpr std::string_view kNotAnInteger = "value is not an integer or out of range";
inline constexpr std::string_view kSyntaxError = "syntax error";

struct Command {
  /// Of COMMAND's flags, those that there are here.
  enum Flag : std::uint8_t { Write = 1, ReadOnly = 2, DenyOom = 4, Fast = 8, Loading = 16 };
  /// Which arguments are keys: the first, the last (negative: counted from the end), each so many.
  struct Keys {
    std::int8_t first = 0;
    std::int8_t last = 0;
    std::int8_t step = 0;
  };

  std::string_view name;  ///< lower case
  int arity;              ///< its arguments, the name included; negative: at least so many
  std::uint8_t flags;
  Keys keys;
  Outcome (*run)(Call& call);
  std::string_view group;
  std::string_view since;
  std::string_view summary;
};

/// A command's second word, for those that have several: `CONFIG GET`.
struct Subcommand {
  std::string_view name;  ///< lower case
  int arity;
  Outcome (*run)(Call& call);
};

[[nodiscard]] inline bool takes(int arity, std::size_t arguments) {
  const auto count = static_cast<std::int64_t>(arguments);
  return arity >= 0 ? count == arity : count >= -arity;
}

/// All commands, by name.
[[nodiscard]] std::span<const Command> commands();
/// Whatever the case of its letters; null: there is none.
[[nodiscard]] const Command* find_command(std::string_view name);

/// Serves a request: unknown names and wrong numbers of arguments are told here, and so is a full store.
[[nodiscard]] Outcome run(Call& call);
/// The same for the second word. `name` is the first, in lower case.
[[nodiscard]] Outcome run_subcommand(Call& call, std::string_view name,
                                     std::span<const Subcommand> subcommands);

}  // namespace stdnet::kv::resp
