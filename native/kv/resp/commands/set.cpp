#include <optional>
#include <string>

#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/deadline.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// SET's words behind the value.
class SetOptions {
 public:
  /// What is wrong with them; empty: nothing.
  [[nodiscard]] std::string_view read(std::span<const std::string_view> words, const Store& store);

  bool only_new = false;
  bool only_old = false;
  bool get = false;
  bool keep_deadline = false;
  Deadline deadline = kNever;

 private:
  enum class Time { None, Ex, Px, Exat, Pxat };

  /// False: they contradict each other.
  [[nodiscard]] bool read_word(std::string_view word);
  [[nodiscard]] static Time time_of(std::string_view word);
  [[nodiscard]] std::string_view read_deadline(const Store& store);

  Time time_ = Time::None;
  std::string_view amount_;
};

std::string_view SetOptions::read(std::span<const std::string_view> words, const Store& store) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const Time time = time_of(words[at]);
    if (time == Time::None) {
      if (!read_word(words[at])) return kSyntaxError;
      continue;
    }
    const bool other = time_ != Time::None && time_ != time;
    if (other || keep_deadline || at + 1 == words.size()) return kSyntaxError;
    time_ = time;
    amount_ = words[++at];
  }
  return time_ == Time::None ? std::string_view() : read_deadline(store);
}

bool SetOptions::read_word(std::string_view word) {
  if (is_word(word, "nx")) {
    only_new = true;
  } else if (is_word(word, "xx")) {
    only_old = true;
  } else if (is_word(word, "get")) {
    get = true;
  } else if (is_word(word, "keepttl")) {
    keep_deadline = true;
  } else {
    return false;
  }
  return !(only_new && only_old) && !(keep_deadline && time_ != Time::None);
}

SetOptions::Time SetOptions::time_of(std::string_view word) {
  if (is_word(word, "ex")) return Time::Ex;
  if (is_word(word, "px")) return Time::Px;
  if (is_word(word, "exat")) return Time::Exat;
  if (is_word(word, "pxat")) return Time::Pxat;
  return Time::None;
}

std::string_view SetOptions::read_deadline(const Store& store) {
  const auto amount = integer_of(amount_);
  if (!amount) return kNotAnInteger;
  const bool from_now = time_ == Time::Ex || time_ == Time::Px;
  const bool seconds = time_ == Time::Ex || time_ == Time::Exat;
  const auto at = deadline_after(from_now ? store.now() : 0, *amount,
                                 seconds ? Unit::Seconds : Unit::Milliseconds);
  if (*amount <= 0 || !at) return "invalid expire time in 'set' command";
  deadline = *at;
  return {};
}

/// Writes, if the options let it. nullopt: there is no room.
std::optional<bool> write(Slot& slot, std::string_view value, const SetOptions& options) {
  if (slot.found() ? options.only_new : options.only_old) return false;
  if (!slot.assign(value)) return std::nullopt;
  if (!options.keep_deadline) slot.expire(options.deadline);
  return true;
}

}  // namespace

Outcome set(Call& call) {
  SetOptions options;
  const std::string_view wrong = options.read(call.arguments.subspan(3), call.store());
  if (!wrong.empty()) {
    return refuse(call, wrong);
  }
  Slot slot = call.store().at(call.arguments[1]);
  std::optional<std::string> before;
  if (options.get && slot.found()) before = slot.value();
  const auto written = write(slot, call.arguments[2], options);
  if (!written) return Outcome::Full;
  if (before) {
    call.reply.bulk(*before);
  } else if (options.get || !*written) {
    call.reply.null();
  } else {
    call.reply.ok();
  }
  return Outcome::Done;
}

}  // namespace stdnet::kv::resp
