#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include "native/handlers/registry.h"

namespace stdnet::handlers {

/// Makes an `H` for each connection, with what the factory was given. Threads: any.
template <typename H, typename... Given>
class FactoryOf final : public server::HandlerFactory {
 public:
  explicit FactoryOf(Given... given) : given_(std::move(given)...) {}
  [[nodiscard]] std::unique_ptr<server::Handler> make() const override {
    return std::apply([](const Given&... given) { return std::make_unique<H>(given...); }, given_);
  }

 private:
  std::tuple<Given...> given_;
};

/// `factory_of<Lines>(max_line)`: every connection gets a `Lines(max_line)`.
template <typename H, typename... Given>
[[nodiscard]] Factory factory_of(Given... given) {
  return std::make_shared<FactoryOf<H, Given...>>(std::move(given)...);
}

}  // namespace stdnet::handlers
