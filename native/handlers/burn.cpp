#include "native/core/burn.h"

#include <array>

#include "native/handlers/factory.h"

namespace stdnet::handlers {
namespace {

/// The benchmark's: echo, but a byte that comes alone is a question whose answer has to be computed.
class Burn final : public server::Handler {
 public:
  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
    if (bytes.size() == 1) {
      out.append(std::array{stdnet::burn(bytes.front())});
    } else {
      out.forward(bytes);
    }
    return {bytes.size(), Next::More};
  }
  void on_end(std::span<const std::uint8_t> /*rest*/, Output& /*out*/) override {}
};

}  // namespace

Factory burn(const Options& /*options*/) {
  return factory_of<Burn>();
}

}  // namespace stdnet::handlers
