#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/binding/load_run.h"
#include "native/binding/object_builder.h"
#include "native/load/event_loop_server.h"
#include "native/os/process.h"

/// The load generator, and the event loop to compare with: only the benchmark (lib/bench) calls these.
namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostConnections = 100'000;
constexpr std::uint64_t kMostLoadBytes = std::uint64_t{1} << 30U;
constexpr double kMostRate = 1e9;
constexpr std::uint64_t kMostKeys = 1'000'000;
constexpr std::uint64_t kMostValue = std::uint64_t{1} << 20U;
constexpr double kMostZipf = 10;
constexpr std::uint64_t kMostMs = 86'400'000;
constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53U) - 1;

template <typename Thing>
using Names = std::initializer_list<std::pair<std::string_view, Thing>>;

/// The thing of that kind that has this name; nullopt: thrown.
template <typename Thing>
std::optional<Thing> called(napi_env env, const char* kind, const std::optional<std::string>& name,
                            Names<Thing> names) {
  if (!name) return std::nullopt;
  for (const auto& [known, thing] : names) {
    if (known == *name) return thing;
  }
  js::throw_type_error(env, "ERR_INVALID_ARG_VALUE",
                       (std::string("there is no such ") + kind).c_str());
  return std::nullopt;
}

/// What is asked of a key-value store, whose pipeline is known. False: thrown.
bool read_kv(napi_env env, const CheckedFields& fields, load::KvScript::Shape& kv) {
  const auto words = called<const load::KvWords*>(env, "protocol", fields.text("protocol"),
                                                  {{"line", &load::kLineWords},
                                                   {"resp", &load::kRespWords},
                                                   {"memcached", &load::kMemcachedWords}});
  if (!words) return false;
  const auto reads = fields.real("reads", 0, 1);
  if (!reads) return false;
  const auto keys = fields.count("keys", 1, kMostKeys);
  if (!keys) return false;
  const auto value_size =
      fields.count("valueSize", 1, std::min(kMostValue, kMostLoadBytes / kv.pipeline));
  if (!value_size) return false;
  const auto zipf = fields.real("zipf", 0, kMostZipf);
  if (!zipf) return false;
  kv.words = *words;
  kv.reads = *reads;
  kv.keys = static_cast<std::size_t>(*keys);
  kv.value_size = static_cast<std::size_t>(*value_size);
  kv.zipf = *zipf;
  return true;
}

/// What a run is made of. False: thrown.
bool read_shape(const CheckedFields& fields, load::Options& options) {
  const auto message = fields.count("message", 1, kMostLoadBytes);
  if (!message) return false;
  const auto window = fields.count("window", 1, kMostLoadBytes / *message);
  if (!window) return false;
  const auto pipeline = fields.count("pipeline", 1, 65'536);
  if (!pipeline) return false;
  const auto messages = fields.count("messages", 0, kMostLoadBytes);
  if (!messages) return false;
  options.echo = {static_cast<std::size_t>(*message), static_cast<std::size_t>(*window),
                  static_cast<std::size_t>(*messages)};
  options.kv.pipeline = options.lines.pipeline = static_cast<std::size_t>(*pipeline);
  return true;
}

/// Who drives it, for how long. False: thrown.
bool read_drive(const CheckedFields& fields, load::Options& options) {
  const auto connections = fields.count("connections", 1, kMostConnections);
  if (!connections) return false;
  const auto threads = fields.count("threads", 1, 1024);
  if (!threads) return false;
  const auto warm_up = fields.count("warmUpMs", 0, kMostMs);
  if (!warm_up) return false;
  const auto duration = fields.count("durationMs", 1, kMostMs);
  if (!duration) return false;
  const auto patience = fields.count("patienceMs", 1, kMostMs);
  if (!patience) return false;
  const auto seed = fields.count("seed", 0, kMostSeed);
  if (!seed) return false;
  const auto rate = fields.real("rate", 0, kMostRate);
  if (!rate) return false;
  options.connections = static_cast<std::size_t>(*connections);
  options.threads = static_cast<std::size_t>(*threads);
  options.warm_up = std::chrono::milliseconds(*warm_up);
  options.duration = std::chrono::milliseconds(*duration);
  options.patience = std::chrono::milliseconds(*patience);
  options.seed = *seed;
  options.rate = *rate;
  return true;
}

/// Which processes are measured, and where the load threads may run. False: thrown.
bool read_place(const CheckedFields& fields, load::Options& options) {
  auto pids = fields.integers("serverPids");
  if (!pids) return false;
  options.server_pids = std::move(*pids);
  auto cores = fields.integers("cores");
  if (!cores) return false;
  options.cores = std::move(*cores);
  return true;
}

/// What a connection takes beforehand: what is known of each message in flight and of each key, requests that go together.
double memory_of_connection(const load::Options& options) {
  constexpr std::size_t kEach = 8;
  switch (options.work) {
    case load::Options::Work::Kv:
      return static_cast<double>(kEach * options.kv.keys +
                                 2 * options.kv.pipeline * options.kv.value_size);
    case load::Options::Work::Lines:
      return static_cast<double>(2 * options.lines.pipeline * options.lines.size);
    case load::Options::Work::UdpEcho:
      return static_cast<double>(options.echo.message);
    case load::Options::Work::Echo:
      break;
  }
  return static_cast<double>(kEach * options.echo.window);
}

/// False: thrown.
bool fits(napi_env env, const load::Options& options) {
  const double all = memory_of_connection(options) * static_cast<double>(options.connections);
  if (all <= static_cast<double>(kMostLoadBytes)) return true;
  napi_throw_range_error(env, "ERR_OUT_OF_RANGE", "the load would need more than 1 GiB of memory");
  return false;
}

napi_value load_start(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto target = call.address(0);
  if (!target) return nullptr;
  load::Options options;
  options.target = *target;
  const CheckedFields fields(env, call[1]);
  using Work = load::Options::Work;
  const auto work = called<Work>(env, "work", fields.text("work"),
                                 {{"echo", Work::Echo},
                                  {"kv", Work::Kv},
                                  {"lines", Work::Lines},
                                  {"udp-echo", Work::UdpEcho}});
  if (!work) return nullptr;
  options.work = *work;
  if (!read_shape(fields, options) || !read_kv(env, fields, options.kv) ||
      !read_drive(fields, options) || !read_place(fields, options) || !fits(env, options))
    return nullptr;
  auto run = LoadRun::start(std::move(options));
  if (!run) return call.environment().raise(run.error());
  return wrap(env, std::move(run).value());
}

/// A Float64Array of pairs: the highest nanoseconds of a bucket, and how many requests it holds.
napi_value pairs_of(napi_env env, const load::Histogram& histogram) {
  std::vector<double> pairs;
  for (const auto& [highest, count] : histogram.buckets()) {
    pairs.push_back(static_cast<double>(highest));
    pairs.push_back(static_cast<double>(count));
  }
  return js::doubles(env, pairs);
}

napi_value report_of(napi_env env, const load::Report& report) {
  const auto micros = [](std::uint64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / 1000;
  };
  const auto& server = report.server_processor_seconds;
  ObjectBuilder all(env);
  all.add("requests", report.requests);
  all.add("waiting", report.waiting);
  all.add("resent", report.resent);
  all.add("lost", report.lost);
  all.add("reordered", report.reordered);
  all.add("seconds", report.seconds);
  all.add("p50", micros(report.latency.percentile(50)));
  all.add("p90", micros(report.latency.percentile(90)));
  all.add("p99", micros(report.latency.percentile(99)));
  all.add("p999", micros(report.latency.percentile(99.9)));
  all.add("max", micros(report.latency.max()));
  all.add("latencies", pairs_of(env, report.latency));
  all.add("loadCpuSeconds", report.own_processor_seconds);
  all.add("busiestThread", report.busiest_thread);
  all.add("serverCpuSeconds", server ? js::number(env, *server) : js::null(env));
  return all.object();
}

napi_value load_outcome(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto* run = unwrap<LoadRun>(env, call[0]);
  if (run == nullptr) return nullptr;
  const auto* outcome = run->outcome();
  if (outcome == nullptr) return js::null(env);
  if (!*outcome) return call.environment().raise(outcome->error());
  return report_of(env, outcome->value());
}

napi_value load_cancel(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto* run = unwrap<LoadRun>(env, call[0]);
  if (run == nullptr) return nullptr;
  run->cancel();
  return js::undefined(env);
}

/// What JS holds of an event-loop server: empty once it has been stopped.
struct EventLoopHandle {
  static constexpr napi_type_tag kTag{0x1b90e5a42c7d4f38U, 0xa6f3187d05c92e4bU};
  std::unique_ptr<load::EventLoopServer> server;
};

napi_value event_loop_start(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto address = call.address(0);
  if (!address) return nullptr;
  using Work = load::EventLoopServer::Work;
  const auto work = called<Work>(env, "work", call.text(1),
                                 {{"echo", Work::Echo}, {"kv", Work::Kv}, {"burn", Work::Burn}});
  if (!work) return nullptr;
  auto server = load::EventLoopServer::start(*address, *work);
  if (!server) return call.environment().raise(server.error());
  if (!js::write_address(env, call[2], server.value()->address())) return nullptr;
  auto handle = std::make_unique<EventLoopHandle>();
  handle->server = std::move(server).value();
  return wrap(env, std::move(handle));
}

napi_value event_loop_stop(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto* handle = unwrap<EventLoopHandle>(env, call[0]);
  if (handle == nullptr) return nullptr;
  handle->server.reset();
  return js::undefined(env);
}

napi_value allowed_cores(napi_env env, napi_callback_info /*info*/) {
  const auto cores = os::allowed_cores();
  napi_value list = nullptr;
  napi_create_array_with_length(env, cores.size(), &list);
  std::uint32_t i = 0;
  for (const int core : cores) napi_set_element(env, list, i++, js::number(env, core));
  return list;
}

napi_value pin_process(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto pid = call.integer(0);
  if (!pid) return nullptr;
  const auto cores = as_integers(env, call[1]);
  if (!cores) return nullptr;
  return answer(call, os::set_cores_of_process(*pid, *cores));
}

}  // namespace

void define_load(Environment& environment, napi_value exports) {
  define(environment, exports, "loadStart", load_start);
  define(environment, exports, "loadOutcome", load_outcome);
  define(environment, exports, "loadCancel", load_cancel);
  define(environment, exports, "eventLoopStart", event_loop_start);
  define(environment, exports, "eventLoopStop", event_loop_stop);
  define(environment, exports, "allowedCores", allowed_cores);
  define(environment, exports, "pinProcess", pin_process);
}

}  // namespace stdnet::binding
