#include <algorithm>
#include <array>
#include <cstdint>

#include "native/kv/resp/command.h"
#include "native/kv/resp/commands/families.h"

namespace stdnet::kv::resp {
namespace {

constexpr Command::Keys kNoKey{};
constexpr Command::Keys kOneKey{1, 1, 1};
constexpr Command::Keys kAllKeys{1, -1, 1};
constexpr Command::Keys kPairs{1, -1, 2};

constexpr std::uint8_t kRead = Command::ReadOnly;
constexpr std::uint8_t kReadFast = Command::ReadOnly | Command::Fast;
constexpr std::uint8_t kWrite = Command::Write;
constexpr std::uint8_t kWriteFast = Command::Write | Command::Fast;
constexpr std::uint8_t kGrow = Command::Write | Command::DenyOom;
constexpr std::uint8_t kGrowFast = Command::Write | Command::DenyOom | Command::Fast;
constexpr std::uint8_t kFast = Command::Fast;

// clang-format off
constexpr std::array kCommands{
    Command{"append", 3, kGrowFast, kOneKey, append, "string", "2.0.0", "Append a value to a key"},
    Command{"client", -2, 0, kNoKey, client, "connection", "2.4.0", "The connection's number and name"},
    Command{"command", -1, 0, kNoKey, command, "server", "2.8.13", "What commands there are"},
    Command{"config", -2, 0, kNoKey, config, "server", "2.0.0", "The parameters of the server"},
    Command{"dbsize", 1, kReadFast, kNoKey, dbsize, "server", "1.0.0", "How many keys there are"},
    Command{"decr", 2, kGrowFast, kOneKey, decr, "string", "1.0.0", "Subtract one from an integer"},
    Command{"decrby", 3, kGrowFast, kOneKey, decrby, "string", "1.0.0", "Subtract a number from an integer"},
    Command{"del", -2, kWrite, kAllKeys, del, "generic", "1.0.0", "Delete keys"},
    Command{"echo", 2, kFast, kNoKey, echo, "connection", "1.0.0", "Reply with what was sent"},
    Command{"exists", -2, kReadFast, kAllKeys, exists, "generic", "1.0.0", "How many of the keys there are"},
    Command{"expire", -3, kWriteFast, kOneKey, expire, "generic", "1.0.0", "Set a key's time to live in seconds"},
    Command{"flushall", -1, kWrite, kNoKey, flush, "server", "1.0.0", "Delete all keys"},
    Command{"flushdb", -1, kWrite, kNoKey, flush, "server", "1.0.0", "Delete all keys"},
    Command{"get", 2, kReadFast, kOneKey, get, "string", "1.0.0", "The value of a key"},
    Command{"getdel", 2, kWriteFast, kOneKey, getdel, "string", "6.2.0", "The value of a key, which is deleted"},
    Command{"hello", -1, kFast, kNoKey, hello, "connection", "6.0.0", "Agree on the protocol"},
    Command{"incr", 2, kGrowFast, kOneKey, incr, "string", "1.0.0", "Add one to an integer"},
    Command{"incrby", 3, kGrowFast, kOneKey, incrby, "string", "1.0.0", "Add a number to an integer"},
    Command{"info", -1, 0, kNoKey, info, "server", "1.0.0", "What the server says of itself"},
    Command{"keys", 2, kRead, kNoKey, keys, "generic", "1.0.0", "All keys that match a pattern"},
    Command{"mget", -2, kReadFast, kAllKeys, mget, "string", "1.0.0", "The values of keys"},
    Command{"mset", -3, kGrow, kPairs, mset, "string", "1.0.1", "Set keys to values"},
    Command{"persist", 2, kWriteFast, kOneKey, persist, "generic", "2.2.0", "Take a key's time to live away"},
    Command{"pexpire", -3, kWriteFast, kOneKey, pexpire, "generic", "2.6.0", "Set a key's time to live in milliseconds"},
    Command{"ping", -1, kFast, kNoKey, ping, "connection", "1.0.0", "Is the server there?"},
    Command{"pttl", 2, kReadFast, kOneKey, pttl, "generic", "2.6.0", "A key's time to live in milliseconds"},
    Command{"quit", -1, kFast, kNoKey, quit, "connection", "1.0.0", "Close the connection"},
    Command{"scan", -2, kRead, kNoKey, scan, "generic", "2.8.0", "Some keys, and where to go on"},
    Command{"select", 2, kFast, kNoKey, select, "connection", "1.0.0", "Choose a database: 0"},
    Command{"set", -3, kGrow, kOneKey, set, "string", "1.0.0", "Set a key to a value"},
    Command{"strlen", 2, kReadFast, kOneKey, strlen, "string", "2.2.0", "The length of a value"},
    Command{"ttl", 2, kReadFast, kOneKey, ttl, "generic", "1.0.0", "A key's time to live in seconds"},
    Command{"type", 2, kReadFast, kOneKey, type, "generic", "1.0.0", "The type of a value"},
};
// clang-format on

/// A name as a number, in lower case: looked for without allocating and compared at once. 0 for what is too long to be one.
/// The bit that makes letters small makes a letter of nothing else.
constexpr std::uint64_t packed(std::string_view name) {
  std::uint64_t number = 0;
  if (name.size() > sizeof(number)) return 0;
  for (const char c : name) {
    number = number << 8U | (static_cast<std::uint8_t>(c) | 0x20U);
  }
  return number;
}

struct Name {
  std::uint64_t packed;
  const Command* command;
};

constexpr auto kNames = [] {
  std::array<Name, kCommands.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = {packed(kCommands[i].name), &kCommands[i]};
  std::ranges::sort(names, {}, &Name::packed);
  return names;
}();
static_assert(std::ranges::all_of(kCommands, [](const Command& each) {
  return std::ranges::all_of(each.name, [](char c) { return c >= 'a' && c <= 'z'; });
}));
static_assert(kNames.front().packed != 0, "a command's name is too long to be packed");
static_assert(std::ranges::adjacent_find(kNames, {}, &Name::packed) == kNames.end());

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const std::uint64_t wanted = packed(name);
  const auto* const found = std::ranges::lower_bound(kNames, wanted, {}, &Name::packed);
  return found != kNames.end() && found->packed == wanted ? found->command : nullptr;
}

}  // namespace stdnet::kv::resp
