#include "native/load/driver.h"

#include <array>
#include <cerrno>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::load {
namespace {

constexpr std::size_t kBufferSize = 65536;
std::unique_ptr<Script> script_for(const LoadThread::Setup& setup, std::size_t number) {
  const Options& options = setup.options;
  switch (options.work) {
    case Options::Work::Kv:
      return std::make_unique<KvScript>(number, options.seed, options.kv);
    case Options::Work::Lines:
      return std::make_unique<LinesScript>(number, options.seed, options.lines);
    case Options::Work::Echo:
    case Options::Work::UdpEcho:  // a DatagramDriver's
      break;
  }
  // Connections begin at different places, so that a reply to the wrong one is seen.
  return std::make_unique<EchoScript>(setup.pattern, number * 509, options.echo);
}

/// So many connections come from one address, one after the other: the port of each stays taken for a minute, and the kernel
/// looks for a free one the longer the more are taken.
constexpr std::size_t kPortsOfAddress = 4096;

/// An address of its own in 127.0.0.0/8, for connections that do not last.
Result<void> bind_apart(int fd, const Options& options, std::size_t number, std::size_t renewals) {
  if (options.target.ip.v6) return {};
  const auto octet = [](std::uint64_t value) { return static_cast<std::uint8_t>(value & 0xffU); };
  SocketAddress own;
  own.ip = IpAddress::v4(127, octet(1 + options.seed % 200), octet(number),
                         octet(renewals / kPortsOfAddress));
  if (auto late = os::choose_port_at_connect(fd); !late) return late;
  return os::bind(fd, own);
}

}  // namespace

Result<void> Driver::connect() {
  auto poller = os::Poller::create();
  if (!poller) return std::move(poller).error();
  poller_.emplace(std::move(poller).value());
  buffer_.resize(kBufferSize);

  for (std::size_t i = 0; i < setup_.count; ++i) {
    connections_.push_back(std::make_unique<Connection>(Connection{setup_.first + i}));
    if (auto done = open(*connections_.back()); !done) return done;
  }
  return {};
}

Result<void> Driver::open(Connection& connection) {
  const Options& options = setup_.options;
  auto fd = os::socket(options.target.ip.v6, SOCK_STREAM);
  if (!fd) return std::move(fd).error();
  connection.fd = std::move(fd).value();
  connection.script = script_for(setup_, connection.number);
  connection.blocked = false;
  const int raw = connection.fd.get();
  Result<void> done;
  if (options.echo.messages > 0)
    done = bind_apart(raw, options, connection.number, connection.renewals);
  if (done) done = connect_to(raw, options.target);
  if (done) done = os::set_option(raw, os::Option::Nodelay, 1);
  if (done) done = os::set_timeout(raw, os::Direction::Read, kLookUp);
  if (done) done = poller_->add(raw, &connection, os::Poller::Interest::Read);
  if (!done) return of_connection(connection.number, done.error());
  return {};
}

Result<void> Driver::renew(Connection& connection) {
  poller_->remove(connection.fd.get());
  connection.fd.reset();
  ++connection.renewals;
  return open(connection);
}

Result<void> Driver::begin() {
  for (const auto& connection : connections_) {
    if (auto done = flush(*connection); !done) return done;
  }
  return {};
}

std::size_t Driver::stop() {
  std::size_t waiting = 0;
  for (const auto& connection : connections_) {
    if (open_loop()) connection->script->count_unanswered(tally_);
    connection->script->stop();
    connection->finished = connection->script->idle();
    if (!connection->finished) ++waiting;
  }
  return waiting;
}

Result<void> Driver::wait_and_answer() {
  // One connection with nothing to send needs no poller: blocking in its recv saves a system call per round trip.
  if (connections_.size() == 1 && !connections_.front()->blocked && !open_loop())
    return receive(*connections_.front(), 0);
  if (auto done = wait_for_some(); !done) return done;
  return keep_to_timetable();
}

Result<void> Driver::wait_for_some() {
  std::array<os::Poller::Event, 128> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): out
  auto count = poller_->wait(events, time_until_next());
  if (!count) return std::move(count).error();
  if (count.value() == 0) return check_patience();
  for (const auto& event : std::span(events).first(count.value())) {
    auto& connection = *static_cast<Connection*>(event.tag);
    if (event.readable) {
      if (auto done = receive(connection, MSG_DONTWAIT); !done) return done;
    } else if (event.writable) {
      now_ = Clock::now();
      if (auto done = flush(connection); !done) return done;
    }
  }
  return {};
}

Result<void> Driver::receive(Connection& connection, int flags) {
  const auto size = os::recv(connection.fd.get(), buffer_, flags);
  if (!size) {
    if (is_for_later(size.error())) return check_patience();
    return of_connection(connection.number, size.error());
  }
  if (size.value() == 0) {
    return of_connection(connection.number,
                         Error::of(ErrorKind::UnexpectedEof, "ERR_LOAD_CLOSED",
                                   "the server closed it after " +
                                       std::to_string(connection.received) + " bytes of replies",
                                   "recv"));
  }
  look_at_clock();
  last_reply_ = now_;
  connection.received += size.value();
  auto right = connection.script->received(std::span(buffer_).first(size.value()), now_, tally_);
  if (!right) return of_connection(connection.number, right.error());
  if (!connection.warm && connection.script->warm()) {
    connection.warm = true;
    if (open_loop())
      connection.script->open(next_arrival(connection.number - setup_.first), period());
    warmed_one();
  }
  if (stopping() && !connection.finished && connection.script->idle()) {
    connection.finished = true;
    finished_one();
  } else if (!stopping() && connection.script->over()) {
    if (auto done = renew(connection); !done) return done;
  }
  return flush(connection);
}

Result<void> Driver::flush(Connection& connection) {
  const auto watch = [&](bool blocked) -> Result<void> {
    if (connection.blocked == blocked) return {};
    connection.blocked = blocked;
    return poller_->change(connection.fd.get(), &connection,
                           blocked ? os::Poller::Interest::ReadWrite : os::Poller::Interest::Read);
  };
  for (auto rest = connection.script->to_send(now_); !rest.empty();
       rest = connection.script->to_send(now_)) {
    const auto size = os::send(connection.fd.get(), rest, MSG_DONTWAIT);
    if (!size) {
      if (size.error().is(EINTR)) continue;
      if (os::would_block(size.error())) return watch(true);
      return of_connection(connection.number, size.error());
    }
    connection.script->sent(size.value(), now_);
  }
  return watch(false);
}

}  // namespace stdnet::load
