#pragma once

#include <string_view>

namespace stdnet::kv::resp {

/// The Redis whose replies these are: clients take from it what they may ask for.
inline constexpr std::string_view kRedisVersion = "7.0.15";

}  // namespace stdnet::kv::resp
