#include "native/load/event_loop.h"

#include <array>

#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::load {
namespace {

constexpr std::size_t kReadBufferSize = 65536;  // as node:net reads

}  // namespace

Result<void> EventLoop::prepare() {
  auto poller = os::Poller::create();
  if (!poller) return std::move(poller).error();
  poller_.emplace(std::move(poller).value());
  buffer_.resize(kReadBufferSize);
  // A connection can be gone again before accept() is called, which must not block then.
  if (auto done = os::set_nonblocking(listener_, true); !done) return done;
  if (auto done = poller_->add(listener_, &buffer_, os::Poller::Interest::Read); !done) return done;
  return poller_->add(wake_.fd(), nullptr, os::Poller::Interest::Read);
}

void EventLoop::run(const std::atomic<bool>& stopping) {
  std::array<os::Poller::Event, 256> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): out
  while (!stopping.load(std::memory_order_acquire)) {
    const auto count = poller_->wait(events, os::Poller::kForever);
    if (!count) return;
    for (const auto& event : std::span(events).first(count.value())) {
      if (event.tag == &buffer_) {
        accept();
      } else if (event.tag != nullptr) {
        serve(*static_cast<LoopPeer*>(event.tag), event);
      }
    }
  }
}

void EventLoop::accept() {
  auto accepted = os::accept(listener_);
  if (!accepted) return;
  const int raw = accepted.value().fd.get();
  auto peer = std::make_unique<LoopPeer>(std::move(accepted).value().fd,
                                         work_ == EventLoopServer::Work::Kv ? &store_ : nullptr,
                                         work_ == EventLoopServer::Work::Burn);
  if (!os::set_option(raw, os::Option::Nodelay, 1)) return;
  if (!poller_->add(raw, peer.get(), os::Poller::Interest::Read)) return;
  peers_.emplace(peer.get(), std::move(peer));
}

void EventLoop::serve(LoopPeer& peer, const os::Poller::Event& event) {
  const auto before = peer.state();
  if (before == LoopPeer::State::Reading && event.readable) peer.on_readable(buffer_);
  if (before == LoopPeer::State::Writing && event.writable) peer.on_writable();
  const auto after = peer.state();
  if (after == before) return;
  if (after == LoopPeer::State::Ended) {
    poller_->remove(peer.fd());
    peers_.erase(&peer);
    return;
  }
  const auto interest =
      after == LoopPeer::State::Writing ? os::Poller::Interest::Write : os::Poller::Interest::Read;
  (void)poller_->change(peer.fd(), &peer, interest);
}

}  // namespace stdnet::load
