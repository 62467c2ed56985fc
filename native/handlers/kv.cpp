#include "native/handlers/kv.h"

#include <utility>

namespace stdnet::handlers {
namespace {

class Kv final : public server::Handler {
 public:
  Kv(std::shared_ptr<kv::Store> store, const kv::Limits& limits)
      : store_(std::move(store)), protocol_(*store_, limits) {}

  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
    return protocol_.on_bytes(bytes, out);
  }
  void on_end(std::span<const std::uint8_t> rest, Output& out) override {
    protocol_.on_end(rest, out);
  }
  std::optional<Error> take_error() override { return protocol_.take_error(); }

 private:
  std::shared_ptr<kv::Store> store_;
  kv::LineProtocol protocol_;
};

class Factory final : public server::HandlerFactory {
 public:
  Factory(std::shared_ptr<kv::Store> store, const kv::Limits& limits)
      : store_(std::move(store)), limits_(limits) {}
  [[nodiscard]] std::unique_ptr<server::Handler> make() const override {
    return std::make_unique<Kv>(store_, limits_);
  }

 private:
  std::shared_ptr<kv::Store> store_;
  kv::Limits limits_;
};

}  // namespace

std::shared_ptr<const server::HandlerFactory> kv(std::shared_ptr<kv::Store> store,
                                                 const kv::Limits& limits) {
  return std::make_shared<Factory>(std::move(store), limits);
}

}  // namespace stdnet::handlers
