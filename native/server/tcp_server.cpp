#include "native/server/tcp_server.h"

#include <algorithm>
#include <utility>

#include "native/server/serve_connection.h"

namespace stdnet::server {
namespace {

using Clock = ConnectionTable::Clock;

/// How long answers to what was received may take to leave, once the drain is over.
constexpr std::chrono::milliseconds kLastWords{100};

bool is_unspecified(const IpAddress& ip) {
  return std::ranges::all_of(ip.octets(), [](std::uint8_t octet) { return octet == 0; });
}

}  // namespace

Result<std::unique_ptr<TcpServer>> TcpServer::start(os::Fd listener, const Options& options,
                                                    std::shared_ptr<const HandlerFactory> handlers,
                                                    Observer& observer) {
  auto local = os::local_address(listener.get());
  if (!local) return std::move(local).error();
  auto acceptor = Acceptor::create(std::move(listener));
  if (!acceptor) return std::move(acceptor).error();
  std::unique_ptr<TcpServer> server(new TcpServer(std::move(acceptor).value(), local.value(),
                                                  options, std::move(handlers), observer));
  auto supervisor = os::Thread::start({"stdnet-accept"}, [&self = *server] { self.supervise(); });
  if (!supervisor) return std::move(supervisor).error();
  server->supervisor_ = std::move(supervisor).value();
  return server;
}

TcpServer::TcpServer(Acceptor acceptor, const SocketAddress& local, const Options& options,
                     std::shared_ptr<const HandlerFactory> handlers, Observer& observer)
    : local_(local),
      options_(options),
      handlers_(std::move(handlers)),
      observer_(observer),
      acceptor_(std::move(acceptor)),
      table_(options.max_connections),
      threads_({.name = "stdnet-conn", .stack_size = options.stack_size}) {}

TcpServer::~TcpServer() {
  if (!supervisor_.joinable()) return;
  close();
  join();
}

void TcpServer::supervise() {
  acceptor_.run(*this);
  if (phase() == Phase::Draining) acceptor_.accept_waiting(*this);
  stop_listening();
  end_connections();
  threads_.close();
  {
    const os::Lock lock(mutex_);
    phase_ = Phase::Closed;
  }
  observer_.on_close();
}

void TcpServer::stop_listening() {
  acceptor_.close();
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
  acceptor_.stop();
  while (listening_) changed_.wait(mutex_);
}

void TcpServer::close() {
  const os::Lock lock(mutex_);
  if (phase_ != Phase::Closed) phase_ = Phase::Ending;
  table_.set_deadline(Clock::now());
  acceptor_.stop();
  while (listening_) changed_.wait(mutex_);
}

TcpServer::Phase TcpServer::phase() const {
  const os::Lock lock(mutex_);
  return phase_;
}

Stats TcpServer::stats() const {
  Stats stats = table_.stats();
  stats.threads = threads_.size() + (phase() == Phase::Closed ? 0 : 1);
  return stats;
}

void TcpServer::on_accepted(os::Accepted accepted) {
  const SocketAddress peer = accepted.peer;
  const auto entry = table_.add(std::move(accepted.fd), peer, handlers_->make());
  if (!entry) return drop(peer, DropReason::MaxConnections);
  if (!threads_.run([this, entry = *entry] { serve(entry); })) {
    table_.abandon(*entry);
    drop(peer, DropReason::NoThread);
  }
}

void TcpServer::on_no_descriptor(const std::optional<SocketAddress>& peer) {
  drop(peer, DropReason::NoDescriptor);
}

void TcpServer::on_accept_error(Error error) {
  table_.count_error(error.kind);
  if (observer_.wants(Observer::Topic::Error)) observer_.on_error(std::move(error).at(local_));
}

void TcpServer::drop(const std::optional<SocketAddress>& peer, DropReason reason) {
  table_.count_drop(reason);
  if (observer_.wants(Observer::Topic::Drop)) observer_.on_drop(peer, reason);
}

void TcpServer::serve(ConnectionTable::Entry entry) {
  table_.begin(entry);
  const Connection& connection = *entry;
  ConnectionInfo info{connection.id, connection.peer, local_of(connection)};
  if (observer_.wants(Observer::Topic::Connection)) observer_.on_connection(info);

  auto error = serve_connection(*entry, options_);
  if (error && !error->address) error->address = info.peer;
  const auto ended = table_.end(entry, error);

  if (!observer_.wants(Observer::Topic::Disconnect)) return;
  const auto lasted =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.began);
  observer_.on_disconnect(
      {info, connection.bytes_in, connection.bytes_out, lasted, std::move(error)});
}

/// The kernel is asked only where the listener does not say it, and somebody wants to know.
SocketAddress TcpServer::local_of(const Connection& connection) const {
  using Topic = Observer::Topic;
  const bool wanted = observer_.wants(Topic::Connection) || observer_.wants(Topic::Disconnect);
  if (!wanted || !is_unspecified(local_.ip)) return local_;
  const auto local = os::local_address(connection.fd.get());
  return local ? local.value() : local_;
}

}  // namespace stdnet::server
