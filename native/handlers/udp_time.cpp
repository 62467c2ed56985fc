#include <chrono>
#include <string>

#include "native/core/text.h"
#include "native/handlers/datagram_registry.h"

namespace stdnet::handlers {
namespace {

/// The guide's time service: `TIME` is answered with the seconds since 1970 as text, anything else not at all.
class UdpTime final : public server::DatagramHandler {
 public:
  [[nodiscard]] bool on_datagram(std::span<const std::uint8_t> datagram,
                                 Output& out) const override {
    if (text_of(datagram) != "TIME") return false;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    out.append(std::to_string(std::chrono::floor<std::chrono::seconds>(now).count()));
    return true;
  }
};

}  // namespace

DatagramHandler udp_time() {
  return std::make_shared<UdpTime>();
}

}  // namespace stdnet::handlers
