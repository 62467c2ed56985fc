#include "native/server/udp_server.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "native/os/datagram_options.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::server {
namespace {

void add(DatagramStats& stats, const DatagramCounters& more) {
  // In this order: an answer that is seen here was received before, and that is seen too.
  stats.sent += more.sent.get();
  stats.bytes_out += more.bytes_out.get();
  stats.truncated += more.truncated.get();
  stats.bytes_in += more.bytes_in.get();
  stats.received += more.received.get();
}

}  // namespace

Result<std::unique_ptr<UdpServer>> UdpServer::start(os::Fd socket, const UdpOptions& options,
                                                    DatagramService service, Observer& observer) {
  auto local = os::local_address(socket.get());
  if (!local) return std::move(local).error();
  auto stop = os::Wake::create();
  if (!stop) return std::move(stop).error();
  if (options.recv_buffer_size) {
    const int size = static_cast<int>(*options.recv_buffer_size);
    if (auto set = os::set_option(socket.get(), os::Option::RecvBufferSize, size); !set)
      return std::move(set).error();
  }
  // Bound to one address, answers come from there anyhow; and a sink's do not come with the datagrams.
  const bool from_destination =
      std::holds_alternative<std::shared_ptr<const DatagramHandler>>(service) &&
      local.value().ip.is_unspecified() &&
      os::report_destination(socket.get(), local.value().ip.v6).ok();
  std::unique_ptr<UdpServer> server(new UdpServer(std::move(socket), std::move(stop).value(),
                                                  local.value(), std::move(service), observer));
  if (auto started = server->start_threads(options, from_destination); !started)
    return std::move(started).error();
  return server;
}

UdpServer::UdpServer(os::Fd socket, os::Wake stop, const SocketAddress& local,
                     DatagramService service, Observer& observer)
    : local_(local),
      service_(std::move(service)),
      observer_(observer),
      stop_(std::move(stop)),
      socket_(std::move(socket)) {}

UdpServer::~UdpServer() {
  close();
  join();
}

Result<void> UdpServer::start_threads(const UdpOptions& options, bool from_destination) {
  const os::Lock lock(mutex_);
  members_.resize(options.threads);
  for (Member& member : members_) {
    member.worker = std::make_unique<DatagramWorker>(DatagramWorker::Setup{
        socket_.get(), phase_, stop_, service_, *this, options.max_datagram, from_destination});
    auto thread = os::Thread::start({"stdnet-udp", options.stack_size},
                                    [this, &worker = *member.worker] { work(worker); });
    if (!thread) {
      socket_.reset();
      return std::move(thread).error();
    }
    member.thread = std::move(thread).value();
  }
  at_work_ = members_.size();
  return {};
}

void UdpServer::work(DatagramWorker& worker) {
  {
    const os::Lock lock(mutex_);  // nobody begins before all are there
    if (at_work_ == 0) return;
  }
  worker.run();
  {
    const os::Lock lock(mutex_);
    if (--at_work_ > 0) return;
  }
  // Until then its answers need the socket.
  if (sink() != nullptr) sink()->wait_until_handled();
  {
    const os::Lock lock(mutex_);
    last_drops_ = os::kernel_drops(socket_.get());
    socket_.reset();
    changed_.notify_all();
  }
  observer_.on_close();
}

void UdpServer::shutdown() {
  const os::Lock lock(mutex_);
  if (!socket_ || phase_.load(std::memory_order_relaxed) != DatagramPhase::Serving) return;
  // Where the system has no such thing, the workers stop when the queue is empty for a moment, or after a while.
  static_cast<void>(os::refuse_datagrams(socket_.get()));
  go_to(DatagramPhase::Draining, SHUT_RD);
}

void UdpServer::close() {
  const os::Lock lock(mutex_);
  if (socket_) {
    go_to(DatagramPhase::Ending, SHUT_RDWR);
    if (sink() != nullptr) sink()->close();
  }
  while (socket_) changed_.wait(mutex_);
}

void UdpServer::go_to(DatagramPhase phase, int how) {
  phase_.store(phase, std::memory_order_release);
  // ENOTCONN, which a socket without a peer says to it, keeps nobody from waking.
  static_cast<void>(os::shutdown(socket_.get(), how));
  stop_.wake();
}

DatagramSink* UdpServer::sink() const {
  DatagramSink* const* sink = std::get_if<DatagramSink*>(&service_);
  return sink == nullptr ? nullptr : *sink;
}

void UdpServer::join() {
  for (Member& member : members_) member.thread.join();
}

DatagramStats UdpServer::stats() const {
  const os::Lock lock(mutex_);
  DatagramStats stats;
  add(stats, own_);
  for (const Member& member : members_) add(stats, member.worker->counters());
  for (std::size_t i = 0; i < errors_.size(); ++i)
    stats.errors[i] = errors_[i].load(std::memory_order_relaxed);
  stats.dropped_by_kernel = socket_ ? os::kernel_drops(socket_.get()) : last_drops_;
  return stats;
}

Error UdpServer::closed_error() {
  return Error::of(ErrorKind::Other, "ERR_SOCKET_CLOSED", "The socket or stream is closed");
}

Result<std::size_t> UdpServer::send_to(std::span<const std::uint8_t> bytes,
                                       const SocketAddress& to) {
  const os::Lock lock(mutex_);
  if (!socket_) return closed_error();
  auto sent = os::send_to(socket_.get(), bytes, to, MSG_DONTWAIT);
  while (!sent && sent.error().is(EINTR))
    sent = os::send_to(socket_.get(), bytes, to, MSG_DONTWAIT);
  if (!sent) return std::move(sent).error().at(to);
  own_.bytes_out.add(sent.value());
  own_.sent.add(1);
  return sent;
}

void UdpServer::on_datagram_error(Error error) {
  errors_[static_cast<std::size_t>(error.kind)].fetch_add(1, std::memory_order_relaxed);
  if (!observer_.wants(Observer::Topic::Error) || !gate_.pass(ErrorGate::Clock::now())) return;
  if (!error.address) error.address = local_;
  observer_.on_error(std::move(error));
}

}  // namespace stdnet::server
