#include "native/handlers/registry.h"

#include <algorithm>
#include <array>

namespace stdnet::handlers {
namespace {

struct Entry {
  std::string_view name;
  Factory (*make)(const Options& options);
};

#define STDNET_HANDLER(name) Entry{#name, name},
constexpr std::array kHandlers{STDNET_HANDLERS(STDNET_HANDLER)};
#undef STDNET_HANDLER

}  // namespace

Factory make(std::string_view name, const Options& options) {
  const auto* found = std::find_if(kHandlers.begin(), kHandlers.end(),
                                   [name](const Entry& entry) { return entry.name == name; });
  return found == kHandlers.end() ? nullptr : found->make(options);
}

}  // namespace stdnet::handlers
