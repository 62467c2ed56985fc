#include "native/server/acceptor.h"

#include <cerrno>
#include <chrono>
#include <utility>

#include "native/os/errno.h"
#include "native/os/socket_options.h"
#include "native/server/pause.h"

namespace stdnet::server {
namespace {

/// How soon it is looked whether there is room again where too many wait to be met: these keep their handlers busy for longer.
constexpr std::chrono::milliseconds kCrowded{5};

}  // namespace

Result<std::unique_ptr<Acceptor>> Acceptor::create(os::Fd listener) {
  // Ours alone, so the flag surprises nobody: a connection that vanishes between poll and accept must not block stop().
  if (auto set = os::set_nonblocking(listener.get(), true); !set) return std::move(set).error();
  auto wake = os::Wake::create();
  if (!wake) return std::move(wake).error();
  std::unique_ptr<Acceptor> acceptor(new Acceptor(std::move(listener), std::move(wake).value()));
  acceptor->take_spare();
  return acceptor;
}

void Acceptor::run(Target& target) {
  while (!stopped()) {
    if (target.is_crowded()) {
      pause_for(kCrowded, wake_);
      continue;
    }
    const auto ready = wake_.wait(listener_.get());
    if (!ready) {
      pause();
      continue;
    }
    if (!ready.value()) continue;
    // Readable and yet empty is a failure too: if it went on so, this loop would never rest.
    Round round = accept_one(target);
    if (round == Round::Empty) pause();
    while (round == Round::Taken && !stopped() && !target.is_crowded()) round = accept_one(target);
  }
}

void Acceptor::accept_waiting(Target& target) {
  while (accept_one(target) == Round::Taken) {
  }
}

Acceptor::Round Acceptor::accept_one(Target& target) {
  auto accepted = os::accept(listener_.get());
  if (accepted) {
    if (target.on_accepted(std::move(accepted).value())) {
      failures_.over();
    } else if (failures_.refused()) {
      pause();
    }
    return Round::Taken;
  }
  Error& error = accepted.error();
  if (os::would_block(error)) return Round::Empty;
  if (out_of_descriptors(error)) {
    refuse_one(target, std::move(error));
    return Round::Failed;
  }
  const bool lasting = failures_.lasting(error);
  if (!error.is(EINTR)) target.on_accept_error(std::move(error));
  if (lasting) pause();
  return Round::Failed;
}

void Acceptor::refuse_one(Target& target, Error error) {
  if (!spare_) {
    target.on_accept_error(std::move(error));
    pause();
    take_spare();
    return;
  }
  spare_.reset();
  auto accepted = os::accept(listener_.get());
  std::optional<SocketAddress> peer;
  if (accepted) {
    peer = accepted.value().peer;
    accepted.value().fd.reset();
  }
  take_spare();
  if (accepted) {
    target.on_no_descriptor(peer);
  } else if (!os::would_block(accepted.error())) {
    target.on_accept_error(std::move(error));
  }
  if (failures_.refused()) pause();
}

void Acceptor::pause() {
  pause_after(failures_.add(), wake_);
}

void Acceptor::take_spare() {
  auto spare = os::duplicate(wake_.fd());
  if (spare) spare_ = std::move(spare).value();
}

void Acceptor::close() {
  listener_.reset();
  spare_.reset();
}

void Acceptor::stop() {
  stopped_.store(true, std::memory_order_release);
  wake_.wake();
}

}  // namespace stdnet::server
