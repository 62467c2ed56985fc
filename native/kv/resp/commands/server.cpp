#include <algorithm>
#include <array>
#include <string>

#include "native/kv/resp/commands/families.h"
#include "native/kv/resp/glob.h"
#include "native/kv/resp/version.h"
#include "native/kv/resp/word.h"

namespace stdnet::kv::resp {
namespace {

/// INFO's report, a section after the other: what there is here of Redis's fields.
class Report {
 public:
  explicit Report(std::span<const std::string_view> wanted) : wanted_(wanted) {}

  /// Whether that section is wanted; it has begun then.
  bool section(std::string_view title, std::string_view name) {
    const auto is_wanted = [&](std::string_view word) {
      return is_word(word, name) || is_word(word, "all") || is_word(word, "default") ||
             is_word(word, "everything");
    };
    if (!wanted_.empty() && std::ranges::none_of(wanted_, is_wanted)) return false;
    if (!text_.empty()) text_ += "\r\n";
    text_.append("# ").append(title).append("\r\n");
    return true;
  }
  void field(std::string_view name, std::string_view value) {
    text_.append(name).append(":").append(value).append("\r\n");
  }
  void field(std::string_view name, std::uint64_t value) { field(name, std::to_string(value)); }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::span<const std::string_view> wanted_;
  std::string text_;
};

void report_keys(Report& report, Store& store) {
  const Store::Counts counts = store.count();
  if (counts.keys == 0) return;
  report.field("db0", "keys=" + std::to_string(counts.keys) +
                          ",expires=" + std::to_string(counts.ending) + ",avg_ttl=0");
}

/// A parameter of Redis that something asks for, and the value that is true here.
struct Parameter {
  std::string_view name;
  std::string value;
};

std::array<Parameter, 7> parameters(const Service& service) {
  return {{
      {"appendonly", "no"},
      {"databases", "1"},
      {"maxmemory", std::to_string(service.store->max_bytes().value_or(0))},
      {"maxmemory-policy", "noeviction"},
      {"proto-max-bulk-len", std::to_string(service.limits.max_value)},
      {"save", ""},
      {"timeout", "0"},
  }};
}

/// What a parameter that is asked for is called in the reply: as in the request, unless that was a pattern. Empty: it is
/// not asked for.
std::string_view asked_as(const Parameter& parameter, std::span<const std::string_view> patterns) {
  for (const std::string_view pattern : patterns) {
    if (is_word(pattern, parameter.name)) return pattern;
    std::string lower(pattern);
    std::ranges::transform(lower, lower.begin(), lower_case);
    if (glob_matches(lower, parameter.name) == true) return parameter.name;
  }
  return {};
}

Outcome config_get(Call& call) {
  const auto patterns = call.arguments.subspan(2);
  const auto all = parameters(call.service);
  const auto asked = std::ranges::count_if(
      all, [&](const Parameter& each) { return !asked_as(each, patterns).empty(); });
  call.reply.array(2 * static_cast<std::size_t>(asked));
  for (const Parameter& parameter : all) {
    const std::string_view name = asked_as(parameter, patterns);
    if (name.empty()) continue;
    call.reply.bulk(name);
    call.reply.bulk(parameter.value);
  }
  return Outcome::Done;
}

constexpr Subcommand kConfig[] = {{"get", -3, config_get}};

}  // namespace

Outcome info(Call& call) {
  Report report(call.arguments.subspan(1));
  Store& store = call.store();
  if (report.section("Server", "server")) {
    report.field("redis_version", kRedisVersion);
    report.field("server_name", "stdnet");
    report.field("redis_mode", "standalone");
    report.field("arch_bits", sizeof(void*) * 8);
    report.field(
        "uptime_in_seconds",
        static_cast<std::uint64_t>(std::max<Deadline>(store.now() - call.service.since, 0)) / 1000);
  }
  if (report.section("Memory", "memory")) {
    report.field("used_memory", store.bytes());
    report.field("maxmemory", store.max_bytes().value_or(0));
    report.field("maxmemory_policy", "noeviction");
  }
  if (report.section("Persistence", "persistence")) report.field("loading", "0");
  if (report.section("Replication", "replication")) {
    report.field("role", "master");
    report.field("connected_slaves", "0");
  }
  if (report.section("Keyspace", "keyspace")) report_keys(report, store);
  call.reply.bulk(report.text());
  return Outcome::Done;
}

Outcome config(Call& call) {
  return run_subcommand(call, "config", kConfig);
}

}  // namespace stdnet::kv::resp
