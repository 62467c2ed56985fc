#include "native/handlers/datagram_registry.h"

namespace stdnet::handlers {
namespace {

/// Every datagram back, as it came.
class UdpEcho final : public server::DatagramHandler {
 public:
  [[nodiscard]] bool on_datagram(std::span<const std::uint8_t> datagram,
                                 Output& out) const override {
    out.forward(datagram);
    return true;
  }
};

}  // namespace

DatagramHandler udp_echo() {
  return std::make_shared<UdpEcho>();
}

}  // namespace stdnet::handlers
