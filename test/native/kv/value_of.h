#pragma once

#include <string>
#include <string_view>

#include "native/kv/store.h"

/// The value of a key, or "(none)".
[[nodiscard]] inline std::string value_of(stdnet::kv::Store& store, std::string_view key) {
  stdnet::Output out;
  if (!store.get(key, out)) return "(none)";
  return {out.bytes().begin(), out.bytes().end()};
}
