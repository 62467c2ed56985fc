#include "native/handlers/datagram_registry.h"

#include <algorithm>
#include <array>

namespace stdnet::handlers {
namespace {

struct DatagramEntry {
  std::string_view name;
  DatagramHandler (*make)();
};

#define STDNET_DATAGRAM_HANDLER(function, name) DatagramEntry{name, function},
constexpr std::array kDatagramHandlers{STDNET_DATAGRAM_HANDLERS(STDNET_DATAGRAM_HANDLER)};
#undef STDNET_DATAGRAM_HANDLER

}  // namespace

DatagramHandler make_datagram_handler(std::string_view name) {
  const auto* found =
      std::find_if(kDatagramHandlers.begin(), kDatagramHandlers.end(),
                   [name](const DatagramEntry& entry) { return entry.name == name; });
  return found == kDatagramHandlers.end() ? nullptr : found->make();
}

}  // namespace stdnet::handlers
