#pragma once

#include <node_api.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stdnet::binding {

/// The properties of an options object. A getter may run JS and a value may be wrong: as the conversions of js.h, each
/// reader throws in JS and returns nullopt then. Threads: the JS thread of `env`.
class CheckedFields {
 public:
  CheckedFields(napi_env env, napi_value object) : env_(env), object_(object) {}

  /// An integer from `least` to `most`, both of which a double holds exactly; a RangeError for another.
  [[nodiscard]] std::optional<std::uint64_t> count(const char* name, std::uint64_t least,
                                                   std::uint64_t most) const;
  [[nodiscard]] std::optional<double> real(const char* name) const;
  /// From `least` to `most`; a RangeError for another.
  [[nodiscard]] std::optional<double> real(const char* name, double least, double most) const;
  [[nodiscard]] std::optional<bool> boolean(const char* name) const;
  [[nodiscard]] std::optional<std::string> text(const char* name) const;
  [[nodiscard]] std::optional<std::vector<int>> integers(const char* name) const;
  /// As it is; nullptr when the getter threw.
  [[nodiscard]] napi_value get(const char* name) const;
  /// Whether it is null or undefined; nullopt when the getter threw.
  [[nodiscard]] std::optional<bool> absent(const char* name) const;

  /// A count that may be absent, which leaves `into` as it is. False: thrown.
  template <typename Into>
  [[nodiscard]] bool count_if_there(const char* name, std::uint64_t least, std::uint64_t most,
                                    Into& into) const {
    const auto none = absent(name);
    if (!none || *none) return none.has_value();
    const auto value = count(name, least, most);
    if (value) into = static_cast<std::size_t>(*value);
    return value.has_value();
  }

 private:
  std::nullopt_t out_of_range(const char* name) const;

  const napi_env env_;
  const napi_value object_;
};

/// An array of 32-bit integers.
[[nodiscard]] std::optional<std::vector<int>> as_integers(napi_env env, napi_value value);

}  // namespace stdnet::binding
