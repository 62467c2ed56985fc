#include "native/server/prefork/worker.h"

#include <poll.h>

#include <cerrno>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"
#include "native/server/pause.h"
#include "native/server/prefork/serving.h"

namespace stdnet::server {
namespace {

/// A waiter whose calls end when the server stops, too.
class UntilStopped final : public net::Waiter {
 public:
  UntilStopped(net::Waiter& inner, const Prefork& prefork) : inner_(inner), prefork_(prefork) {}

  std::optional<Error> enter(int fd) override {
    auto refusal = inner_.enter(fd);
    return refusal ? std::move(refusal) : closed_elsewhere();
  }
  void set_polling(bool polling) override { inner_.set_polling(polling); }
  void leave() override { inner_.leave(); }
  std::optional<Error> on_wake() override {
    auto stop = inner_.on_wake();
    return stop ? std::move(stop) : closed_elsewhere();
  }
  [[nodiscard]] std::chrono::microseconds slice() const override { return inner_.slice(); }
  std::optional<Error> closed_elsewhere() override {
    if (!prefork_.stopped()) return std::nullopt;
    return Error::of(ErrorKind::Other, "ERR_SOCKET_CLOSED", "the server accepts no more", "accept");
  }

 private:
  net::Waiter& inner_;
  const Prefork& prefork_;
};

/// Blocks in accept(2) itself, where the kernel wakes one thread for a connection, until a signal wakes it; from then on
/// by polling. nullopt: the time was up.
Result<std::optional<os::Accepted>> accept_until(net::Waiter& waiter, int listener,
                                                 net::Deadline deadline) {
  net::Stay stay(waiter, listener);
  if (stay.refusal()) return *std::move(stay.refusal());
  for (;;) {
    auto accepted = os::accept(listener);
    if (accepted) return std::optional(std::move(accepted).value());
    if (!accepted.error().is(EINTR)) return waiter.explain(std::move(accepted).error());
    auto ready = net::wait_until(waiter, listener, POLLIN, deadline, "accept");
    if (!ready) return std::move(ready).error();
    if (!ready.value()) return std::optional<os::Accepted>();
    // Another thread may be faster, and this accept block again.
    waiter.set_polling(false);
  }
}

/// What the waiter itself says, and not accept(2).
bool is_waiters_own(const Error& error) {
  return !error.os_error || error.is(EINTR);
}

}  // namespace

PreforkWorker::PreforkWorker(std::shared_ptr<Prefork> prefork) : prefork_(std::move(prefork)) {
  take_spare();
}

Result<std::optional<PreforkWorker::Visitor>> PreforkWorker::accept(net::Waiter& waiter,
                                                                    net::Deadline deadline) {
  if (!prefork_) return std::optional<Visitor>();
  UntilStopped attentive(waiter, *prefork_);
  while (!prefork_->stopped()) {
    auto entry = accept_one(attentive, deadline);
    if (!entry) {
      if (prefork_->stopped()) break;
      return std::move(entry).error();
    }
    if (entry.value()) {
      if (auto visitor = welcome(*entry.value(), attentive)) return visitor;
    }
    if (deadline && net::Clock::now() >= *deadline) return std::optional<Visitor>();
  }
  while (const auto entry = prefork_->next_in_queue()) {
    if (auto visitor = welcome(*entry, attentive)) return visitor;
  }
  over_ = true;
  return std::optional<Visitor>();
}

Result<std::optional<PreforkWorker::Entry>> PreforkWorker::accept_one(net::Waiter& waiter,
                                                                      net::Deadline deadline) {
  const Prefork::Stay stay(*prefork_);
  if (!stay) return std::optional<Entry>();
  auto accepted = take(waiter, stay.listener(), deadline);
  if (!accepted) return std::move(accepted).error();
  if (!accepted.value()) return std::optional<Entry>();
  return prefork_->roster().admit(*std::move(accepted).value());
}

/// nullopt: none, for now.
Result<std::optional<os::Accepted>> PreforkWorker::take(net::Waiter& waiter, int listener,
                                                        net::Deadline deadline) {
  auto accepted = accept_until(waiter, listener, deadline);
  if (accepted) {
    if (accepted.value()) failures_.over();
    return accepted;
  }
  Error& error = accepted.error();
  if (is_waiters_own(error)) return accepted;
  if (out_of_descriptors(error))
    return take_with_spare(waiter, listener, deadline, std::move(error));
  const bool lasting = failures_.lasting(error);
  prefork_->roster().accept_failed(std::move(error));
  if (lasting) pause(waiter);
  return std::optional<os::Accepted>();
}

/// Without a descriptor accept(2) fails before it looks whether there is a connection.
Result<std::optional<os::Accepted>> PreforkWorker::take_with_spare(net::Waiter& waiter,
                                                                   int listener,
                                                                   net::Deadline deadline,
                                                                   Error error) {
  {
    net::Stay stay(waiter, listener);
    if (stay.refusal()) return *std::move(stay.refusal());
    auto ready = net::wait_until(waiter, listener, POLLIN, deadline, "accept");
    if (!ready) return std::move(ready).error();
    if (!ready.value()) return std::optional<os::Accepted>();
  }
  const bool had_spare = static_cast<bool>(spare_);
  spare_.reset();
  auto accepted = had_spare ? accept_until(waiter, listener, deadline)
                            : Result<std::optional<os::Accepted>>(std::move(error));
  take_spare();
  if (!accepted) {
    if (is_waiters_own(accepted.error())) return accepted;
    prefork_->roster().accept_failed(std::move(accepted).error());
    pause(waiter);
    return std::optional<os::Accepted>();
  }
  // Where there is a spare again there was room after all.
  if (!accepted.value() || spare_) return accepted;
  const SocketAddress peer = accepted.value()->peer;
  accepted.value().reset();
  take_spare();
  refuse(peer, waiter);
  return std::optional<os::Accepted>();
}

void PreforkWorker::refuse(const SocketAddress& peer, net::Waiter& waiter) {
  prefork_->roster().drop(peer, DropReason::NoDescriptor);
  if (failures_.refused()) pause(waiter);
}

/// nullopt: there is no descriptor for it, and it was closed.
std::optional<PreforkWorker::Visitor> PreforkWorker::welcome(Entry entry, net::Waiter& waiter) {
  auto stream = hand_over(entry, *prefork_);
  if (!stream) {
    const SocketAddress peer = entry->peer;
    prefork_->roster().turn_away(entry);
    refuse(peer, waiter);
    return std::nullopt;
  }
  serving_ = entry;
  return Visitor{entry->id, entry->peer, std::move(stream).value()};
}

void PreforkWorker::done(std::optional<Error> error) {
  if (!serving_) return;
  take_back(*std::exchange(serving_, std::nullopt), *prefork_, std::move(error));
}

void PreforkWorker::leave() {
  if (!prefork_) return;
  done(worker_died());
  std::exchange(prefork_, nullptr)->leave();
}

void PreforkWorker::pause(net::Waiter& waiter) {
  const int fd = prefork_->stop_fd();
  const auto end = net::Clock::now() + pause_length(failures_.add());
  net::Stay stay(waiter, fd);
  if (stay.refusal()) return;
  // Whatever ends the wait, the next call hears of it too.
  static_cast<void>(net::wait_until(waiter, fd, POLLIN, end, "poll"));
}

void PreforkWorker::take_spare() {
  auto spare = os::duplicate(prefork_->stop_fd());
  if (spare) spare_ = std::move(spare).value();
}

}  // namespace stdnet::server
