#include <utility>

#include "native/handlers/factory.h"
#include "native/kv/line_protocol.h"
#include "native/os/random.h"

namespace stdnet::handlers {
namespace {

/// A key-value store that speaks the guide's line protocol (native/kv/line_protocol.h).
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

std::shared_ptr<kv::Store> new_store() {
  return std::make_shared<kv::Store>(kv::Seed{os::random_bits(), os::random_bits()});
}

}  // namespace

Factory kv(const Options& options) {
  auto store = options.store ? options.store : new_store();
  return factory_of<Kv>(std::move(store), kv::Limits{options.max_line, options.max_value});
}

}  // namespace stdnet::handlers
