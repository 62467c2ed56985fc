#include <utility>
#include <variant>

#include "native/handlers/factory.h"
#include "native/kv/line_protocol.h"
#include "native/kv/resp/protocol.h"
#include "native/os/random.h"

namespace stdnet::handlers {
namespace {

/// A key-value store that speaks two protocols: a connection whose first byte is '*' has RESP2
/// (native/kv/resp/protocol.h), every other the guide's line protocol (native/kv/line_protocol.h).
class Kv final : public server::Handler {
 public:
  explicit Kv(std::shared_ptr<kv::resp::Service> service) : service_(std::move(service)) {}

  Turn on_bytes(std::span<const std::uint8_t> bytes, Output& out) override {
    choose(bytes.front());
    if (auto* const resp = std::get_if<kv::resp::Protocol>(&protocol_)) {
      return resp->on_bytes(bytes, out);
    }
    return std::get_if<kv::LineProtocol>(&protocol_)->on_bytes(bytes, out);
  }
  void on_end(std::span<const std::uint8_t> rest, Output& out) override {
    if (rest.empty()) return;
    choose(rest.front());
    // A request of RESP2 that is not whole is none.
    if (auto* const line = std::get_if<kv::LineProtocol>(&protocol_)) line->on_end(rest, out);
  }
  std::optional<Error> take_error() override {
    if (auto* const line = std::get_if<kv::LineProtocol>(&protocol_)) return line->take_error();
    if (auto* const resp = std::get_if<kv::resp::Protocol>(&protocol_)) return resp->take_error();
    return std::nullopt;
  }

 private:
  /// The first byte of a connection tells for ever.
  void choose(std::uint8_t first) {
    if (!std::holds_alternative<std::monostate>(protocol_)) return;
    if (first == '*') {
      protocol_.emplace<kv::resp::Protocol>(*service_);
    } else {
      protocol_.emplace<kv::LineProtocol>(*service_->store, service_->limits);
    }
  }

  std::shared_ptr<kv::resp::Service> service_;
  std::variant<std::monostate, kv::LineProtocol, kv::resp::Protocol> protocol_;
};

std::shared_ptr<kv::Store> new_store() {
  return std::make_shared<kv::Store>(kv::Seed{os::random_bits(), os::random_bits()});
}

}  // namespace

Factory kv(const Options& options) {
  return factory_of<Kv>(std::make_shared<kv::resp::Service>(
      options.store ? options.store : new_store(),
      kv::Limits{.max_line = options.max_line, .max_value = options.max_value}));
}

}  // namespace stdnet::handlers
