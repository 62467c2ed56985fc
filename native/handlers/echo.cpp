#include "native/handlers/echo.h"

namespace stdnet::handlers {
namespace {

class Echo final : public server::Handler {
 public:
  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
    out.forward(bytes);
    return {bytes.size(), Next::More};
  }
  void on_end(std::span<const std::uint8_t> /*rest*/, Output& /*out*/) override {}
};

class Factory final : public server::HandlerFactory {
 public:
  [[nodiscard]] std::unique_ptr<server::Handler> make() const override {
    return std::make_unique<Echo>();
  }
};

}  // namespace

std::shared_ptr<const server::HandlerFactory> echo() {
  return std::make_shared<Factory>();
}

}  // namespace stdnet::handlers
