#include "native/server/pool/pool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

#include "native/os/socket_options.h"

namespace stdnet::server {
namespace {

using Clock = Clocks::Clock;
using Outcome = Conversation::Outcome;
using std::chrono::microseconds;

/// How long a thread has nothing to do, while others work, before it stands by.
constexpr microseconds kPatience{5000};

}  // namespace

Result<std::unique_ptr<Pool>> Pool::start(const Options& options, Roster& roster,
                                          std::shared_ptr<const HandlerFactory> handlers) {
  auto poller = os::EdgePoller::create();
  if (!poller) return std::move(poller).error();
  std::unique_ptr<Pool> pool(
      new Pool(options, roster, std::move(handlers), std::move(poller).value()));
  for (std::size_t i = 0; i < *options.pool; ++i) pool->workers_.emplace_back();
  for (Worker& worker : pool->workers_) {
    auto thread = os::Thread::start({"stdnet-pool", options.stack_size},
                                    [&self = *pool, &worker] { self.live(worker); });
    if (!thread) return std::move(thread).error();
    worker.thread = std::move(thread).value();
    ++pool->alive_;
  }
  return pool;
}

Pool::Pool(const Options& options, Roster& roster, std::shared_ptr<const HandlerFactory> handlers,
           os::EdgePoller poller)
    : options_(options),
      roster_(roster),
      handlers_(std::move(handlers)),
      poller_(std::move(poller)),
      cores_(os::IdleCores::open()),
      spinner_(options.spin) {}

std::optional<DropReason> Pool::take(ConnectionTable::Entry entry) {
  Seat& seat = seats_.take();
  const int fd = entry->fd.get();
  entry->handler = handlers_->make();
  // An edge of the seat's last connection may still come: it is not to end this one before it is watched.
  seat.occupy(entry, options_);
  if (!poller_.add(fd, &seat)) {
    seat.vacate();
    seats_.give_back(seat);
    return DropReason::NoDescriptor;
  }
  // The first edge says that there is room to write. Once it is parked a thread may have it, and it may be over already.
  while (!seat.park()) poller_.tell_again(fd, &seat);
  return std::nullopt;
}

void Pool::close() {
  seats_.wait_until_all_back();
  {
    const os::Lock lock(mutex_);
    closing_ = true;
    deputy_bell_.notify_all();
    others_.notify_all();
  }
  poller_.wake();
  for (Worker& worker : workers_) worker.thread.join();
  alive_ = 0;
}

void Pool::give_turn(Seat& seat, Worker& self) {
  if (!seat.begun) begin(seat);
  Buffers& buffers = self.buffers;
  seat.luggage.unpack(buffers);
  const Outcome outcome = seat.conversation->turn(buffers, Conversation::Calls::DoNotBlock);
  if (outcome == Outcome::Over || out_of_time(seat, outcome)) {
    buffers.in.clear();
    buffers.out.clear();
    return finish(seat);
  }
  seat.luggage.pack(buffers);
  const bool more = outcome == Outcome::Again || (outcome == Outcome::Answered && seat.last());
  if (more || !seat.park()) ready_.push(seat);
}

bool Pool::out_of_time(Seat& seat, Outcome outcome) {
  Conversation& conversation = *seat.conversation;
  if (!seat.clocks->matter(conversation)) return false;
  const auto now = Clock::now();
  seat.clocks->turned(conversation, outcome, now);
  if (seat.clocks->over(conversation, seat.entry->fd.get(), now)) return true;
  if (const auto deadline = seat.clocks->deadline(); deadline != Clocks::Time::max())
    timers_.at_latest(seat, deadline);
  return false;
}

void Pool::begin(Seat& seat) {
  seat.begun = true;
  roster_.begin(seat.entry);
  // A failure says that the peer has gone already. What it sent before is served all the same.
  if (options_.nodelay)
    static_cast<void>(os::set_option(seat.entry->fd.get(), os::Option::Nodelay, 1));
}

void Pool::finish(Seat& seat) {
  timers_.cancel(seat);
  auto error = seat.conversation->take_error();
  const auto entry = seat.entry;
  seat.vacate();
  roster_.end(entry, std::move(error));
  seats_.give_back(seat);
}

bool Pool::gather(Worker& self) {
  std::array<os::EdgePoller::Event, 64>
      events;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  const bool idle = ready_.empty();
  const std::size_t count = idle ? wait(self, events) : poller_.wait(events, microseconds(0));
  self.found.clear();
  for (const auto& event : std::span(events).first(count)) {
    Seat& seat = *static_cast<Seat*>(event.tag);
    if (seat.signal(event.last)) self.found.push_back(&seat);
  }
  look_at_timers(self);
  ready_.push(self.found);
  ready_.begin_round();
  return !idle || !self.found.empty() || count > 0 || !retire(self);
}

std::size_t Pool::wait(Worker& self, std::span<os::EdgePoller::Event> events) {
  std::size_t count = 0;
  spinner_.spin([&] {
    count = poller_.wait(events, microseconds(0));
    return count > 0;
  });
  if (count > 0) return count;
  self.waiting.store(true);
  count = poller_.wait(events, longest_wait());
  self.waiting.store(false);
  // Only the two stores and the two loads, of this flag and of the deputy's, make sure that one sees the other.
  if (deputy_sleeps_.load()) {
    const os::Lock lock(mutex_);
    deputy_bell_.notify_one();
  }
  return count;
}

std::optional<microseconds> Pool::longest_wait() const {
  std::optional<microseconds> longest;
  if (working_.load() > 1) longest = kPatience;
  const auto earliest = timers_.earliest();
  if (earliest == Clocks::Time::max()) return longest;
  const auto left =
      std::max(std::chrono::ceil<microseconds>(earliest - Clock::now()), microseconds(0));
  return longest ? std::min(*longest, left) : left;
}

void Pool::look_at_timers(Worker& self) {
  if (timers_.earliest() == Clocks::Time::max()) return;
  const std::size_t before = self.found.size();
  timers_.take_due(Clock::now(), self.found);
  const auto due = self.found.begin() + static_cast<std::ptrdiff_t>(before);
  // Those that somebody owns look at their clocks anyhow.
  self.found.erase(
      std::remove_if(due, self.found.end(), [](Seat* seat) { return !seat->signal(false); }),
      self.found.end());
}

}  // namespace stdnet::server
