#include "native/handlers/datagram_registry.h"

#include <algorithm>
#include <array>

namespace stdnet::handlers {
namespace {

struct Entry {
  std::string_view name;
  DatagramHandler (*make)();
};

#define STDNET_DATAGRAM_HANDLER(function, name) Entry{name, function},
constexpr std::array kHandlers{STDNET_DATAGRAM_HANDLERS(STDNET_DATAGRAM_HANDLER)};
#undef STDNET_DATAGRAM_HANDLER

}  // namespace

DatagramHandler make_datagram_handler(std::string_view name) {
  const auto* found = std::find_if(kHandlers.begin(), kHandlers.end(),
                                   [name](const Entry& entry) { return entry.name == name; });
  return found == kHandlers.end() ? nullptr : found->make();
}

}  // namespace stdnet::handlers
