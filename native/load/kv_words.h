#pragma once

#include <string>
#include <string_view>

namespace stdnet::load {

/// How a protocol asks for a value and stores one, and what the answer to that must be. Appends to both. Threads: any.
struct KvWords {
  using Set = void (*)(std::string_view key, std::string_view value, std::string& request,
                       std::string& reply);
  /// `value` is the one that the key has.
  using Get = Set;
  Set set;
  Get get;
};

/// The guide's: `SET key value` and `GET key`, a line each.
extern const KvWords kLineWords;
/// Redis's: arrays of bulk strings.
extern const KvWords kRespWords;
/// Memcached's text protocol.
extern const KvWords kMemcachedWords;

}  // namespace stdnet::load
