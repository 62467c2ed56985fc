#include "native/handlers/factory.h"

namespace stdnet::handlers {
namespace {

/// Every byte back, as it came.
class Echo final : public server::Handler {
 public:
  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
    out.forward(bytes);
    return {bytes.size(), Next::More};
  }
  void on_end(std::span<const std::uint8_t> /*rest*/, Output& /*out*/) override {}
};

}  // namespace

Factory echo(const Options& /*options*/) {
  return factory_of<Echo>();
}

}  // namespace stdnet::handlers
