#include "native/server/prefork/prefork.h"

#include <sys/socket.h>

#include <chrono>
#include <utility>

#include "native/os/blocked_threads.h"
#include "native/os/errno.h"
#include "native/os/socket_options.h"

namespace stdnet::server {
namespace {

/// Names of errors and of system calls: few, unless somebody makes them up.
constexpr std::size_t kMostKept = 256;

/// How long connections wait for the workers that are still to come when the first has: to load their module takes them
/// tens of milliseconds, and connections that are dealt meanwhile stay with who was first.
constexpr std::chrono::milliseconds kGathering{500};

}  // namespace

Result<std::shared_ptr<Prefork>> Prefork::create(os::Fd listener, std::size_t expected) {
  auto wake = os::Wake::create();
  if (!wake) return std::move(wake).error();
  return std::shared_ptr<Prefork>(
      new Prefork(std::move(listener), std::move(wake).value(), expected));
}

void Prefork::run(Target& target) {
  Acceptor* acceptor = wait_for_acceptor();
  if (acceptor == nullptr) return;
  wait_for_the_others();
  acceptor->run(target);
}

void Prefork::wait_for_the_others() {
  const auto end = std::chrono::steady_clock::now() + kGathering;
  const os::Lock lock(mutex_);
  while (!stopped() && dealer_.hands() < expected_ && changed_.wait_until(mutex_, end)) {
  }
}

/// nullptr: the server has stopped, and nobody needed one.
Acceptor* Prefork::wait_for_acceptor() {
  const os::Lock lock(mutex_);
  while (!stopped() && !acceptor_) changed_.wait(mutex_);
  return acceptor_.get();
}

void Prefork::accept_waiting(Target& target) {
  if (Acceptor* acceptor = wait_for_acceptor()) return acceptor->accept_waiting(target);
  // Whoever is in accept(2) already is not disturbed. Nobody comes there any more.
  if (!os::set_nonblocking(listener_.get(), true)) return;
  for (;;) {
    auto accepted = os::accept(listener_.get());
    if (accepted) {
      static_cast<void>(target.on_accepted(std::move(accepted).value()));
      continue;
    }
    if (!os::would_block(accepted.error())) target.on_accept_error(std::move(accepted).error());
    return;
  }
}

void Prefork::close() {
  if (Acceptor* acceptor = wait_for_acceptor()) acceptor->close();
  // Ends accept(2) on Linux; elsewhere the signal does.
  static_cast<void>(os::shutdown(listener_.get(), SHUT_RDWR));
  os::blocked_threads::kick(listener_.get());
  const os::Lock lock(mutex_);
  while (at_listener_ > 0) changed_.wait(mutex_);
  listener_.reset();
  queue_is_whole_ = true;
  changed_.notify_all();
  dealer_.close();
}

void Prefork::stop() {
  const os::Lock lock(mutex_);
  stopped_.store(true, std::memory_order_release);
  wake_.wake();
  if (acceptor_) acceptor_->stop();
  changed_.notify_all();
}

void Prefork::serve(const Options& options, Roster& roster) {
  options_ = &options;
  roster_ = &roster;
}

void Prefork::enqueue(Entry entry) {
  const os::Lock lock(mutex_);
  if (form_ == Form::Many) return dealer_.deal(entry);
  queue_.push_back(entry);
  changed_.notify_one();
}

void Prefork::abandon_queue() {
  std::deque<Entry> left = dealer_.abandon();
  {
    const os::Lock lock(mutex_);
    left.insert(left.end(), queue_.begin(), queue_.end());
    queue_.clear();
  }
  for (const Entry entry : left) roster_->turn_away(entry);
}

void Prefork::wait_until_deserted() {
  const os::Lock lock(mutex_);
  while (workers_ > 0) changed_.wait(mutex_);
}

std::size_t Prefork::workers() const {
  const os::Lock lock(mutex_);
  return workers_;
}

Result<Prefork::Joined> Prefork::join(Form form) {
  const os::Lock lock(mutex_);
  if (queue_is_whole_ && queue_.empty() && dealer_.empty()) return Joined::Over;
  if (form_.value_or(form) != form) return Joined::OtherForm;
  if (form == Form::Many && !acceptor_ && !stopped()) {
    auto listener = os::duplicate(listener_.get());
    if (!listener) return std::move(listener).error();
    auto acceptor = Acceptor::create(std::move(listener).value());
    if (!acceptor) return std::move(acceptor).error();
    acceptor_ = std::move(acceptor).value();
    changed_.notify_all();
  }
  form_ = form;
  if (form == Form::Many) {
    for (const Entry entry : std::exchange(queue_, {})) dealer_.deal(entry);
  }
  ++workers_;
  return Joined::Yes;
}

void Prefork::sit_down(Dealer::Hand& hand) {
  const os::Lock lock(mutex_);
  dealer_.join(hand);
  changed_.notify_all();
}

void Prefork::leave() {
  const os::Lock lock(mutex_);
  --workers_;
  changed_.notify_all();
}

std::optional<Prefork::Entry> Prefork::next_in_queue() {
  const os::Lock lock(mutex_);
  // Not for long: the server's thread only takes what the kernel has.
  while (queue_.empty() && !queue_is_whole_) changed_.wait(mutex_);
  if (queue_.empty()) return std::nullopt;
  const Entry entry = queue_.front();
  queue_.pop_front();
  return entry;
}

std::string_view Prefork::keep(std::string text) {
  const os::Lock lock(mutex_);
  if (kept_.size() >= kMostKept && kept_.find(text) == kept_.end()) return "ERR_OTHER";
  return *kept_.insert(std::move(text)).first;
}

bool Prefork::approach() {
  const os::Lock lock(mutex_);
  if (stopped()) return false;
  ++at_listener_;
  return true;
}

void Prefork::withdraw() {
  const os::Lock lock(mutex_);
  if (--at_listener_ == 0) changed_.notify_all();
}

}  // namespace stdnet::server
