#include "native/handlers/factory.h"

namespace stdnet::handlers {
namespace {

/// RFC 863: whatever comes is thrown away, and nothing is answered.
class Discard final : public server::Handler {
 public:
  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& /*out*/) override {
    return {bytes.size(), Next::More};
  }
  void on_end(std::span<const std::uint8_t> /*rest*/, Output& /*out*/) override {}
};

}  // namespace

Factory discard(const Options& /*options*/) {
  return factory_of<Discard>();
}

}  // namespace stdnet::handlers
