#include "native/relay/relay.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"
#include "native/server/clocks.h"

namespace stdnet::relay {

void Relay::occupy(server::ConnectionTable::Entry entry, Mover& mover) {
  {
    const os::Lock lock(mutex_);
    entry_ = entry;
    mover_ = &mover;
    watched_ = ending_ = write_over_ = drain_wanted_ = false;
    unsent_ = {};
    error_.reset();
  }
  open_ = false;
  untaken_ = 0;
  moved();
  hold_ = 0;
  Claim::occupy();
}

void Relay::open() {
  const auto local = os::local_address(fd());
  info_ = {entry_->id, entry_->peer, local ? local.value() : entry_->local};
  open_ = true;
  mailbox_.put(*this, Said::Opened);
}

Relay::Progress Relay::read(Chunk& chunk, int flags) {
  if (is(kGone | kEnded)) return Progress::Over;
  if (is(kHeld)) return Progress::Held;
  const auto room = chunk.room();
  auto got = os::recv(fd(), room, flags);
  if (!got) {
    if (got.error().is(EINTR)) return Progress::Again;
    if (os::would_block(got.error())) return Progress::Nothing;
    const os::Lock lock(mutex_);
    fail(std::move(got).error());
    return Progress::Over;
  }
  if (got.value() == 0) {
    const os::Lock lock(mutex_);
    if (!is(kGone)) mailbox_.put(*this, Said::Ended);
    hold_.fetch_or(kEnded);
    return Progress::Over;
  }
  moved();
  entry_->bytes_in.add(got.value());
  deliver(chunk, got.value());
  const bool filled = got.value() == room.size();
  if ((filled && lend()) || stall()) return Progress::Held;
  return filled ? Progress::Again : Progress::Short;
}

void Relay::deliver(Chunk& chunk, std::size_t size) {
  untaken_.fetch_add(Batch::cost(size));
  if (size < Batch::kLarge) {
    mailbox_.put_bytes(*this, chunk.room().first(size));
  } else {
    mailbox_.put_chunk(*this, std::exchange(chunk, chunks_.take()), size);
  }
}

/// The flag first, then the count: with JavaScript, which does it the other way round, one of the two sees the other.
bool Relay::stall() {
  if (untaken_.load() >= kCredit) {
    hold_.fetch_or(kStalled);
    if (untaken_.load() < kCredit) hold_.fetch_and(static_cast<std::uint8_t>(~kStalled));
  }
  return is(kPaused | kStalled);
}

/// True: so much came at once while JavaScript had yet to take as much before it that it receives from now on.
bool Relay::lend() {
  if (untaken_.load() < 2 * Chunk::kSize) return false;
  const os::Lock lock(mutex_);
  if (is(kGone)) return false;
  hold_.fetch_or(kLent);
  mover_->lend(*this);
  mailbox_.put(*this, Said::Lent);
  return true;
}

std::size_t Relay::receive(std::span<std::uint8_t> room) {
  const os::Lock lock(mutex_);
  if (mover_ == nullptr || !is(kLent) || is(kPaused)) return 0;
  const std::size_t got = receive_now(room);
  if (got > 0) return got;
  hold_.fetch_and(static_cast<std::uint8_t>(~kLent));
  mover_->take_back(*this);
  return 0;
}

/// The peer's end is left to the thread.
std::size_t Relay::receive_now(std::span<std::uint8_t> room) {
  if (is(kGone)) return 0;
  auto got = os::recv(fd(), room, MSG_DONTWAIT);
  if (got) {
    moved();
    entry_->bytes_in.add(got.value());
    return got.value();
  }
  if (!got.error().is(EINTR) && !os::would_block(got.error())) fail(std::move(got).error());
  return 0;
}

void Relay::taken(std::size_t size) {
  const std::size_t cost = Batch::cost(size);
  const std::size_t left = untaken_.fetch_sub(cost) - cost;
  if (is(kStalled) && left <= kCredit / 2) release(kStalled);
}

void Relay::release(std::uint8_t bit) {
  const std::uint8_t before = hold_.fetch_and(static_cast<std::uint8_t>(~bit));
  if ((before & bit) == 0) return;
  const os::Lock lock(mutex_);
  if (mover_ == nullptr) return;
  if (is(kLent)) {
    mailbox_.put(*this, Said::Lent);  // as JavaScript found nothing that it wanted
  } else {
    mover_->look_again(*this);
  }
}

bool Relay::wait_until_wanted() {
  if (hold_.load() == 0) return true;
  const os::Lock lock(mutex_);
  while (is(kHeld) && !is(kGone)) changed_.wait(mutex_);
  return !is(kGone | kEnded);
}

void Relay::wait_until_over() {
  const os::Lock lock(mutex_);
  while (!is_over()) changed_.wait(mutex_);
}

bool Relay::over() {
  const os::Lock lock(mutex_);
  return is_over();
}

std::optional<Error> Relay::close() {
  const os::Lock lock(mutex_);
  mover_ = nullptr;
  hold_.fetch_or(kGone);
  backlog_.clear();
  if (error_ && !error_->address) error_->address = entry_->peer;
  return error_;
}

std::optional<std::size_t> Relay::write(std::span<const std::uint8_t> bytes, When when) {
  const os::Lock lock(mutex_);
  if (mover_ == nullptr || ending_ || is(kGone)) return std::nullopt;
  const bool first = backlog_.empty();
  std::size_t sent = 0;
  if (when == When::Now && first) {
    const auto gone = send_now(bytes);
    if (!gone) return std::nullopt;
    sent = *gone;
    if (sent < bytes.size() && !watch()) return std::nullopt;
  }
  if (!backlog_.append(bytes.subspan(sent))) {
    fail(Error::out_of_memory());
    return std::nullopt;
  }
  if (first && !backlog_.empty()) blocked_ = Clock::now();
  drain_wanted_ = drain_wanted_ || backlog_.size() > kHighWater;
  return backlog_.size();
}

void Relay::send_soon() {
  Mover* mover = nullptr;
  {
    const os::Lock lock(mutex_);
    mover = mover_;
  }
  if (mover != nullptr) mover->send_soon(*this);
}

/// A send has found no room. False: it has failed.
bool Relay::watch() {
  if (std::exchange(watched_, true)) return true;
  auto watched = mover_->watch(*this);
  if (watched) return true;
  fail(std::move(watched).error());
  return false;
}

std::optional<std::size_t> Relay::send_now(std::span<const std::uint8_t> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    auto sent = os::send(fd(), bytes.subspan(done), MSG_DONTWAIT);
    if (!sent) {
      if (sent.error().is(EINTR)) continue;
      if (os::would_block(sent.error())) break;
      fail(std::move(sent).error());
      return std::nullopt;
    }
    done += sent.value();
    entry_->bytes_out.add(sent.value());
    moved();
  }
  return done;
}

bool Relay::flush() {
  const os::Lock lock(mutex_);
  if (mover_ == nullptr || is(kGone)) return false;
  std::size_t turn = kTurn;
  while (!backlog_.empty()) {
    if (turn == 0) return true;
    const auto front = backlog_.front();
    const auto part = front.first(std::min(front.size(), turn));
    const auto sent = send_now(part);
    if (!sent) return false;
    if (*sent > 0) {
      blocked_ = Clock::now();
      backlog_.sent(*sent);
    }
    if (*sent < part.size()) {
      static_cast<void>(watch());
      return false;
    }
    turn -= part.size();
  }
  if (std::exchange(drain_wanted_, false)) mailbox_.put(*this, Said::Drained);
  if (ending_) half_close();
  return false;
}

bool Relay::end() {
  const os::Lock lock(mutex_);
  if (mover_ == nullptr || is(kGone)) return false;
  ending_ = true;
  drain_wanted_ = !backlog_.empty();
  if (!drain_wanted_) half_close();
  return drain_wanted_;
}

void Relay::half_close() {
  if (std::exchange(write_over_, true)) return;
  // ENOTCONN: the peer has gone, which the reader is about to hear.
  static_cast<void>(os::shutdown(fd(), SHUT_WR));
  mover_->look_again(*this);
}

void Relay::destroy() {
  const os::Lock lock(mutex_);
  // What was written to be sent later was written all the same.
  if (mover_ != nullptr && !is(kGone)) static_cast<void>(send_now(backlog_.front()));
  leave();
}

void Relay::fail(Error error) {
  if (mover_ == nullptr || is(kGone)) return;
  error_ = std::move(error);
  leave();
}

void Relay::leave() {
  if (mover_ == nullptr || is(kGone)) return;
  hold_.fetch_or(kGone);
  backlog_.clear();
  static_cast<void>(os::shutdown(fd(), SHUT_RDWR));  // whoever waits in recv returns
  mover_->look_again(*this);
}

void Relay::check(Clock::time_point now) {
  const os::Lock lock(mutex_);
  if (mover_ == nullptr || is(kGone)) return;
  if (options_.write_timeout && !backlog_.empty() && now - blocked_ >= *options_.write_timeout) {
    server::forget_unsent(fd());
    fail(server::write_error());
  } else if (options_.idle_timeout && idle(now)) {
    if (unsent_.any()) server::forget_unsent(fd());
    fail(server::idle_error());
  }
}

/// What leaves the kernel's buffers moves too.
bool Relay::idle(Clock::time_point now) {
  const Clock::time_point last{Clock::duration(moved_.load())};
  if (now - last < *options_.idle_timeout) return false;
  if (unsent_.still(fd())) return true;
  moved_.store(now.time_since_epoch().count());
  return false;
}

}  // namespace stdnet::relay
