#include "native/server/prefork/parking_worker.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/server/clocks.h"
#include "native/server/prefork/serving.h"

namespace stdnet::server {
namespace {

using std::chrono::microseconds;

/// How long the thread's other work may wait: while there is much to do here, and while there is nothing.
constexpr std::chrono::milliseconds kBusyTurn{10};
constexpr std::chrono::milliseconds kIdleTurn{100};

constexpr int kLooksAtSilence = 16;

std::optional<microseconds> period_of(const Options& options) {
  if (!options.idle_timeout) return std::nullopt;
  return std::max(*options.idle_timeout / kLooksAtSilence, microseconds(1000));
}

}  // namespace

Result<std::unique_ptr<ParkingWorker>> ParkingWorker::create(std::shared_ptr<Prefork> prefork) {
  auto poller = os::EdgePoller::create();
  if (!poller) {
    prefork->leave();
    return std::move(poller).error();
  }
  return std::unique_ptr<ParkingWorker>(
      new ParkingWorker(std::move(prefork), std::move(poller).value()));
}

ParkingWorker::ParkingWorker(std::shared_ptr<Prefork> prefork, os::EdgePoller poller)
    : prefork_(std::move(prefork)),
      poller_(std::move(poller)),
      hand_(poller_),
      period_(period_of(prefork_->options())) {
  prefork_->sit_down(hand_);
}

void ParkingWorker::begin_turn() {
  turn_began_ = Clock::now();
  busy_ = false;
  if (prefork_) prefork_->dealer().relieve();
}

ParkingWorker::Clock::time_point ParkingWorker::turn_ends() const {
  return turn_began_ + (busy_ ? kBusyTurn : kIdleTurn);
}

Result<std::optional<ParkingWorker::Event>> ParkingWorker::next(net::Waiter& waiter,
                                                                std::span<std::uint8_t> into) {
  while (prefork_) {
    while (round_ > 0) {
      --round_;
      Place& place = *ready_.front();
      ready_.pop_front();
      place.queued = false;
      if (auto event = turn(place, into)) {
        busy_ = true;
        return event;
      }
    }
    const auto now = Clock::now();
    if (now >= turn_ends() || over()) break;
    if (auto gathered = gather(waiter, now); !gathered) return std::move(gathered).error();
    round_ = ready_.size();
  }
  return std::optional<Event>();
}

std::optional<ParkingWorker::Event> ParkingWorker::turn(Place& place,
                                                        std::span<std::uint8_t> into) {
  if (!place.entry) {
    free_.push_back(place.number);
    return std::nullopt;
  }
  if (place.ended) return std::nullopt;
  if (!std::exchange(place.opened, true)) {
    prefork_->dealer().newcomers().leave();
    queue(place);  // it may have sent something already
    return Event{What::Opened, place.number, 0};
  }
  return place.ending ? end(place) : read(place, into);
}

std::optional<ParkingWorker::Event> ParkingWorker::read(Place& place,
                                                        std::span<std::uint8_t> into) {
  Connection& connection = **place.entry;
  auto got = os::recv(connection.fd.get(), into, MSG_DONTWAIT);
  if (!got) {
    if (got.error().is(EINTR)) {
      queue(place);
      return std::nullopt;
    }
    if (os::would_block(got.error())) {
      place.last = false;
      return std::nullopt;
    }
    place.error = std::move(got).error();
    return end(place);
  }
  if (got.value() == 0) return end(place);
  connection.bytes_in.add(got.value());
  if (got.value() == into.size() || place.last) queue(place);
  return Event{What::Bytes, place.number, got.value()};
}

ParkingWorker::Event ParkingWorker::end(Place& place) {
  place.ended = true;
  return {What::Ended, place.number, 0};
}

void ParkingWorker::queue(Place& place) {
  if (!std::exchange(place.queued, true)) ready_.push_back(&place);
}

Result<void> ParkingWorker::gather(net::Waiter& waiter, Clock::time_point now) {
  std::array<os::EdgePoller::Event, 64>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  const auto count = wait(waiter, now, events);
  if (!count) return count.error();
  for (const auto& event : std::span(events).first(count.value())) {
    Place& place = *static_cast<Place*>(event.tag);
    if (!place.entry) continue;  // an edge that came late
    place.last = place.last || event.last;
    queue(place);
  }
  if (hand_.has_news()) {
    poller_.clear();
    for (const Entry entry : prefork_->dealer().take(hand_)) welcome(entry);
  }
  if (now >= next_look_) look_at_silence(now);
  return {};
}

/// How many events were written.
Result<std::size_t> ParkingWorker::wait(net::Waiter& waiter, Clock::time_point now,
                                        std::span<os::EdgePoller::Event> events) {
  if (!ready_.empty()) return poller_.wait(events, microseconds(0));
  const auto end = std::min(turn_ends(), next_look_);
  const auto left = std::chrono::ceil<microseconds>(end - now);
  net::Stay stay(waiter, poller_.fd());
  if (stay.refusal()) return *std::move(stay.refusal());
  const std::size_t count = poller_.wait(events, std::max(left, microseconds(0)));
  if (count > 0 || hand_.has_news() || Clock::now() >= end) return count;
  // A signal has ended it: this thread may be about to be.
  auto ready = net::wait_until(waiter, poller_.fd(), POLLIN, end, "epoll_wait");
  if (!ready) return std::move(ready).error();
  return ready.value() ? poller_.wait(events, microseconds(0)) : 0;
}

void ParkingWorker::welcome(Entry entry) {
  Place& place = free_place();
  place.entry = entry;
  if (!poller_.add(entry->fd.get(), &place)) return refuse(place);
  auto stream = hand_over(entry, *prefork_);
  if (!stream) return refuse(place);
  place.stream = std::move(stream).value();
  if (period_) {
    place.since = Clock::now();
    next_look_ = std::min(next_look_, place.since + *period_);
  }
  queue(place);
}

void ParkingWorker::refuse(Place& place) {
  const Entry entry = *place.entry;
  const SocketAddress peer = entry->peer;
  prefork_->dealer().newcomers().leave();
  prefork_->roster().turn_away(entry);
  prefork_->roster().drop(peer, DropReason::NoDescriptor);
  free(place);
}

ParkingWorker::Place& ParkingWorker::free_place() {
  if (free_.empty()) {
    return places_.emplace_back(static_cast<std::uint32_t>(places_.size()));
  }
  Place& place = places_[free_.back()];
  free_.pop_back();
  return place;
}

void ParkingWorker::free(Place& place) {
  const bool queued = place.queued;
  place = Place(place.number);
  place.queued = queued;
  if (!queued) free_.push_back(place.number);  // otherwise when it comes out of the queue
  prefork_->dealer().ended(hand_);
}

void ParkingWorker::look_at_silence(Clock::time_point now) {
  next_look_ = Clock::time_point::max();
  for (Place& place : places_) {
    if (!place.entry || place.ending) continue;
    if (silent_for_too_long(place, now)) {
      place.error = idle_error();
      if (place.unsent.any()) forget_unsent((*place.entry)->fd.get());
      desert(place.number);
    }
    next_look_ = now + *period_;
  }
}

bool ParkingWorker::silent_for_too_long(Place& place, Clock::time_point now) const {
  const Connection& connection = **place.entry;
  const std::uint64_t moved = connection.bytes_in.get() + connection.bytes_out.get();
  if (std::exchange(place.moved, moved) != moved) place.since = now;
  if (now - place.since < *prefork_->options().idle_timeout) return false;
  if (place.unsent.still(connection.fd.get())) return true;
  place.since = now;
  return false;
}

Connection* ParkingWorker::connection(std::uint32_t place) {
  if (place >= places_.size() || !places_[place].entry) return nullptr;
  return &**places_[place].entry;
}

void ParkingWorker::desert(std::uint32_t place) {
  if (connection(place) == nullptr) return;
  places_[place].ending = true;
  queue(places_[place]);
}

void ParkingWorker::done(std::uint32_t place, std::optional<Error> error) {
  if (connection(place) == nullptr) return;
  Place& at = places_[place];
  const Entry entry = *at.entry;
  if (at.error) error = std::move(at.error);
  take_back(entry, *prefork_, std::move(error));
  free(at);
}

bool ParkingWorker::over() const {
  return !prefork_ || (prefork_->stopped() && prefork_->dealer().over(hand_));
}

void ParkingWorker::leave() {
  if (!prefork_) return;
  prefork_->dealer().withdraw(hand_);
  for (Place& place : places_) {
    if (!place.entry) continue;
    if (!place.opened) prefork_->dealer().newcomers().leave();
    done(place.number, worker_died());
  }
  std::exchange(prefork_, nullptr)->leave();
}

}  // namespace stdnet::server
