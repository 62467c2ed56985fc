#include "native/server/tcp_server.h"

#include <algorithm>
#include <utility>

#include "native/server/acceptor.h"

namespace stdnet::server {
namespace {

using Clock = ConnectionTable::Clock;

/// How long answers to what was received may take to leave, once the drain is over.
constexpr std::chrono::milliseconds kLastWords{100};

}  // namespace

Result<std::unique_ptr<TcpServer>> TcpServer::start(os::Fd listener, const Options& options,
                                                    const Hire& hire, Observer& observer) {
  auto local = os::local_address(listener.get());
  if (!local) return std::move(local).error();
  auto acceptor = Acceptor::create(std::move(listener));
  if (!acceptor) return std::move(acceptor).error();
  return start(std::move(acceptor).value(), local.value(), options, hire, observer);
}

Result<std::unique_ptr<TcpServer>> TcpServer::start(std::shared_ptr<Intake> intake,
                                                    const SocketAddress& local,
                                                    const Options& options, const Hire& hire,
                                                    Observer& observer) {
  std::unique_ptr<TcpServer> server(new TcpServer(std::move(intake), local, options, observer));
  auto crew = hire(server->options_, server->roster_);
  if (!crew) return std::move(crew).error();
  server->crew_ = std::move(crew).value();
  auto supervisor = os::Thread::start({"stdnet-accept"}, [&self = *server] { self.supervise(); });
  if (!supervisor) return std::move(supervisor).error();
  server->supervisor_ = std::move(supervisor).value();
  return server;
}

TcpServer::TcpServer(std::shared_ptr<Intake> intake, const SocketAddress& local,
                     const Options& options, Observer& observer)
    : local_(local),
      options_(options),
      observer_(observer),
      intake_(std::move(intake)),
      table_(options.max_connections),
      roster_(table_, observer, local_) {}

TcpServer::~TcpServer() {
  if (!supervisor_.joinable()) return;
  close();
  join();
}

void TcpServer::supervise() {
  intake_->run(*this);
  if (phase() == Phase::Draining) intake_->accept_waiting(*this);
  stop_listening();
  end_connections();
  crew_->close();
  {
    const os::Lock lock(mutex_);
    phase_ = Phase::Closed;
  }
  observer_.on_close();
}

void TcpServer::stop_listening() {
  intake_->close();
  const os::Lock lock(mutex_);
  listening_ = false;
  changed_.notify_all();
}

void TcpServer::end_connections() {
  if (phase() == Phase::Draining) table_.wait_until_empty();
  bool patient = false;
  {
    const os::Lock lock(mutex_);
    patient = phase_ == Phase::Draining;
    phase_ = Phase::Ending;
    if (patient) table_.set_deadline(Clock::now() + kLastWords);
  }
  if (patient) {
    table_.stop_reading();
    table_.wait_until_empty();
  }
  crew_->hang_up();
  table_.shut_down();
}

void TcpServer::shutdown(std::chrono::milliseconds drain) {
  const os::Lock lock(mutex_);
  if (phase_ == Phase::Open) phase_ = Phase::Draining;
  if (phase_ == Phase::Draining) {
    // A drain without end is given as a very long one: it must not overflow the clock.
    const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(
        Clock::time_point::max() - Clock::now());
    drained_by_ = std::min(drained_by_, Clock::now() + std::min(drain, longest));
    table_.set_deadline(drained_by_);
  }
  intake_->stop();
  while (listening_) changed_.wait(mutex_);
}

void TcpServer::close() {
  const os::Lock lock(mutex_);
  if (phase_ != Phase::Closed) phase_ = Phase::Ending;
  table_.set_deadline(Clock::now());
  intake_->stop();
  while (listening_) changed_.wait(mutex_);
}

TcpServer::Phase TcpServer::phase() const {
  const os::Lock lock(mutex_);
  return phase_;
}

Stats TcpServer::stats() const {
  Stats stats = table_.stats();
  stats.threads = crew_->threads() + (phase() == Phase::Closed ? 0 : 1);
  return stats;
}

bool TcpServer::on_accepted(os::Accepted accepted) {
  const SocketAddress peer = accepted.peer;
  const auto entry = roster_.admit(std::move(accepted));
  if (!entry) return true;
  const auto refused = crew_->take(*entry);
  if (refused) {
    roster_.turn_away(*entry);
    roster_.drop(peer, *refused);
  }
  return !refused;
}

void TcpServer::on_no_descriptor(const std::optional<SocketAddress>& peer) {
  roster_.drop(peer, DropReason::NoDescriptor);
}

void TcpServer::on_accept_error(Error error) {
  roster_.accept_failed(std::move(error));
}

}  // namespace stdnet::server
