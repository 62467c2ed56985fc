#include "native/relay/watch.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace stdnet::relay {
namespace {

using std::chrono::microseconds;

std::optional<microseconds> period_of(const server::Options& options) {
  if (!options.idle_timeout && !options.write_timeout) return std::nullopt;
  const microseconds shortest = std::min(options.idle_timeout.value_or(microseconds::max()),
                                         options.write_timeout.value_or(microseconds::max()));
  return std::clamp(shortest / 8, microseconds(1000), microseconds(100'000));
}

}  // namespace

Result<std::unique_ptr<Watch>> Watch::start(std::size_t threads, const std::string& name,
                                            Relays& relays, Serve serve) {
  auto poller = os::EdgePoller::create();
  if (!poller) return std::move(poller).error();
  std::unique_ptr<Watch> watch(new Watch(std::move(poller).value(), relays, std::move(serve)));
  for (std::size_t i = 0; i < threads; ++i) {
    auto thread =
        os::Thread::start({name, relays.options().stack_size}, [&self = *watch] { self.live(); });
    if (!thread) return std::move(thread).error();
    watch->threads_.push_back(std::move(thread).value());
    ++watch->alive_;
  }
  return watch;
}

Watch::Watch(os::EdgePoller poller, Relays& relays, Serve serve)
    : poller_(std::move(poller)),
      relays_(relays),
      serve_(std::move(serve)),
      period_(period_of(relays.options())) {}

void Watch::call(Relay& relay) {
  const os::Lock lock(mutex_);
  calls_.push_back(&relay);
  if (calls_.size() == 1) poller_.wake();
}

void Watch::close() {
  {
    const os::Lock lock(mutex_);
    closing_ = true;
    poller_.wake();
  }
  for (os::Thread& thread : threads_) thread.join();
  threads_.clear();
  alive_ = 0;
}

void Watch::live() {
  std::array<os::EdgePoller::Event, 64>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  std::vector<Relay*> calls;
  Chunk chunk;
  while (take_calls(calls)) {
    for (Relay* relay : calls) serve_(*relay, false, chunk);
    calls.clear();
    if (period_) look_at_limits();
    const std::size_t count = poller_.wait(events, period_);
    for (const auto& event : std::span(events).first(count)) {
      serve_(*static_cast<Relay*>(event.tag), event.last, chunk);
    }
  }
}

bool Watch::take_calls(std::vector<Relay*>& calls) {
  const os::Lock lock(mutex_);
  if (closing_) return false;
  if (!calls_.empty()) {
    calls.swap(calls_);
    poller_.clear();
  }
  return true;
}

/// By one of the threads at a time.
void Watch::look_at_limits() {
  const auto now = Clock::now();
  Clock::rep due = next_look_.load();
  if (now.time_since_epoch().count() < due) return;
  const auto next = (now + *period_).time_since_epoch().count();
  if (!next_look_.compare_exchange_strong(due, next)) return;
  relays_.for_each([now](Relay& relay) { relay.check(now); });
}

}  // namespace stdnet::relay
