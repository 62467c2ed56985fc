#include <algorithm>
#include <charconv>
#include <optional>

#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/glob.h"
#include "native/kv/resp/integer.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// What `strtoul` takes, which is what Redis asks, but no blank before it.
std::optional<std::uint64_t> cursor_of(std::string_view text) {
  if (text.empty()) return 0;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  std::uint64_t cursor = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, cursor);
  if (error != std::errc() || stop != end) return std::nullopt;
  return negative ? std::uint64_t{0} - cursor : cursor;
}

constexpr std::string_view kTedious = "pattern takes too long to match a key";

/// Replies of keys, gathered apart: how many there are comes before them.
class Found {
 public:
  explicit Found(std::optional<std::string_view> pattern) : pattern_(pattern) {}

  void look_at(std::string_view key) {
    if (tedious_) return;
    if (pattern_) {
      const std::optional<bool> matches = glob_matches(*pattern_, key);
      tedious_ = !matches;
      if (matches != true) return;
    }
    ++count_;
    Reply(bytes_).bulk(key);
  }
  [[nodiscard]] bool full() const { return bytes_.full(); }
  /// There is a key for which the pattern takes too long.
  [[nodiscard]] bool tedious() const { return tedious_; }
  void send(Call& call) const {
    call.reply.array(count_);
    call.reply.raw(bytes_);
  }

 private:
  const std::optional<std::string_view> pattern_;
  std::size_t count_ = 0;
  bool tedious_ = false;
  Output bytes_;
};

/// SCAN's words behind the cursor.
struct ScanOptions {
  /// What is wrong with them; empty: nothing.
  [[nodiscard]] std::string_view read(std::span<const std::string_view> words);

  std::optional<std::string_view> pattern;
  std::size_t count = 10;
  bool strings = true;  ///< whether the type that is asked for is the one that there is
};

std::string_view ScanOptions::read(std::span<const std::string_view> words) {
  for (; words.size() >= 2; words = words.subspan(2)) {
    if (is_word(words[0], "match")) {
      pattern = words[1];
    } else if (is_word(words[0], "type")) {
      strings = is_word(words[1], "string");
    } else if (is_word(words[0], "count")) {
      const auto number = integer_of(words[1]);
      if (!number) return kNotAnInteger;
      if (*number < 1) return kSyntaxError;
      count = static_cast<std::size_t>(*number);
    } else {
      return kSyntaxError;
    }
  }
  return words.empty() ? "" : kSyntaxError;
}

}  // namespace

Outcome keys(Call& call) {
  Found found(call.arguments[1]);
  call.store().visit_all([&found](const Entry& entry) { found.look_at(entry.key()); });
  if (found.tedious()) return refuse(call, kTedious);
  found.send(call);
  return Outcome::Done;
}

/// Stops when it has looked at as many keys as it was told to, or has found enough for one reply.
Outcome scan(Call& call) {
  auto cursor = cursor_of(call.arguments[1]);
  if (!cursor) {
    return refuse(call, "invalid cursor");
  }
  ScanOptions options;
  if (const std::string_view wrong = options.read(call.arguments.subspan(2)); !wrong.empty()) {
    return refuse(call, wrong);
  }
  Found found(options.pattern);
  std::size_t seen = 0;
  do {
    constexpr std::size_t kStep = 100;
    cursor =
        call.store().scan(*cursor, std::min(options.count - seen, kStep), [&](const Entry& entry) {
          ++seen;
          if (options.strings) found.look_at(entry.key());
        });
  } while (*cursor != 0 && seen < options.count && !found.full() && !found.tedious());
  if (found.tedious()) return refuse(call, kTedious);
  call.reply.array(2);
  call.reply.bulk_integer(static_cast<std::int64_t>(*cursor));
  found.send(call);
  return Outcome::Done;
}

}  // namespace stdnet::kv::resp
