#include "native/binding/server_stats.h"

#include <array>
#include <cstddef>
#include <string>

#include "native/binding/object_builder.h"

namespace stdnet::binding {

namespace {

/// In the order of DropReason.
constexpr std::array<const char*, server::kDropReasonCount> kDropReasons = {
    "maxConnections", "noThread", "noDescriptor"};

napi_value drops_of(napi_env env, const server::Stats& stats) {
  ObjectBuilder drops(env);
  for (std::size_t i = 0; i < kDropReasons.size(); ++i)
    drops.add(kDropReasons.at(i), stats.dropped.at(i));
  return drops.object();
}

/// Only the kinds that there were.
napi_value errors_of(napi_env env, const std::array<std::uint64_t, kErrorKindCount>& counts) {
  ObjectBuilder errors(env);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string name(name_of(static_cast<ErrorKind>(i)));
    if (counts.at(i) > 0) errors.add(name.c_str(), counts.at(i));
  }
  return errors.object();
}

}  // namespace

napi_value to_js(napi_env env, const server::Stats& stats) {
  ObjectBuilder all(env);
  all.add("accepted", stats.accepted);
  all.add("active", stats.active);
  all.add("peak", stats.peak);
  all.add("ended", stats.ended);
  all.add("threads", stats.threads);
  all.add("bytesIn", stats.bytes_in);
  all.add("bytesOut", stats.bytes_out);
  all.add("dropped", drops_of(env, stats));
  all.add("errors", errors_of(env, stats.errors));
  return all.object();
}

napi_value to_js(napi_env env, const server::DatagramStats& stats) {
  ObjectBuilder all(env);
  all.add("received", stats.received);
  all.add("sent", stats.sent);
  all.add("bytesIn", stats.bytes_in);
  all.add("bytesOut", stats.bytes_out);
  all.add("truncated", stats.truncated);
  all.add("droppedByKernel", stats.dropped_by_kernel);
  all.add("errors", errors_of(env, stats.errors));
  return all.object();
}

}  // namespace stdnet::binding
