#include "native/binding/server_events.h"

#include <iterator>
#include <utility>

#include "native/binding/js.h"

namespace stdnet::binding {

namespace {

/// So many at once: a flood of connections must not keep the event loop from everything else.
constexpr std::size_t kBatch = 256;

napi_value number(napi_env env, std::uint64_t value) {
  return js::number(env, static_cast<double>(value));
}

/// An event begins with its position in the variant.
class ToJs {
 public:
  explicit ToJs(Environment& environment) : environment_(environment), env_(environment.env()) {}

  napi_value operator()(std::size_t type, const server::ConnectionInfo& it) const {
    return js::array(
        env_, {number(env_, type), number(env_, it.id), address(it.peer), address(it.local)});
  }
  napi_value operator()(std::size_t type, const server::Disconnection& it) const {
    return js::array(
        env_, {number(env_, type), number(env_, it.connection.id), address(it.connection.peer),
               address(it.connection.local), number(env_, it.bytes_in), number(env_, it.bytes_out),
               js::number(env_, static_cast<double>(it.duration.count()) / 1000),
               it.error ? environment_.make_error(*it.error) : js::null(env_)});
  }
  napi_value operator()(std::size_t type, const std::optional<SocketAddress>& peer,
                        server::DropReason reason) const {
    return js::array(env_, {number(env_, type), peer ? address(*peer) : js::null(env_),
                            number(env_, static_cast<std::uint64_t>(reason))});
  }
  napi_value operator()(std::size_t type, const Error& it) const {
    return js::array(env_, {number(env_, type), environment_.make_error(it)});
  }
  napi_value operator()(std::size_t type) const { return js::array(env_, {number(env_, type)}); }

 private:
  [[nodiscard]] napi_value address(const SocketAddress& it) const {
    return js::bytes(env_, pack(it));
  }

  Environment& environment_;
  napi_env env_;
};

}  // namespace

void ServerEvents::listen(std::uint32_t topics) {
  topics_.store(topics, std::memory_order_relaxed);
  const os::Lock lock(mutex_);
  listened_ = true;
}

void ServerEvents::put(Event event) {
  {
    const os::Lock lock(mutex_);
    const bool last = std::holds_alternative<Closed>(event);
    if (!listened_ && events_.size() >= kBatch && !last) return;
    events_.push_back(std::move(event));
    if (events_.size() > 1) return;  // whoever put the first one has rung
  }
  bell_.ring();
}

std::deque<ServerEvents::Event> ServerEvents::next_batch() {
  std::deque<Event> batch;
  const os::Lock lock(mutex_);
  if (events_.size() <= kBatch) {
    batch.swap(events_);
    return batch;
  }
  const auto end = events_.begin() + kBatch;
  batch.insert(batch.end(), std::move_iterator(events_.begin()), std::move_iterator(end));
  events_.erase(events_.begin(), end);
  bell_.ring();
  return batch;
}

napi_value ServerEvents::take(Environment& environment) {
  const auto batch = next_batch();
  napi_value list = nullptr;
  napi_create_array_with_length(environment.env(), batch.size(), &list);
  std::uint32_t i = 0;
  for (const Event& event : batch) {
    napi_set_element(environment.env(), list, i++, to_js(environment, event));
    over_ = over_ || std::holds_alternative<Closed>(event);
  }
  return list;
}

napi_value ServerEvents::to_js(Environment& environment, const Event& event) {
  const ToJs convert(environment);
  const std::size_t type = event.index();
  if (const auto* it = std::get_if<server::ConnectionInfo>(&event)) return convert(type, *it);
  if (const auto* it = std::get_if<server::Disconnection>(&event)) return convert(type, *it);
  if (const auto* it = std::get_if<Drop>(&event)) return convert(type, it->peer, it->reason);
  if (const auto* it = std::get_if<Error>(&event)) return convert(type, *it);
  return convert(type);
}

}  // namespace stdnet::binding
