#include "native/load/datagram_driver.h"

#include <array>
#include <cerrno>

#include "native/load/datagram_flow.h"
#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::load {
namespace {

constexpr std::size_t kDatagramBufferSize = 65536;

}  // namespace

/// Clients begin at different places, so that an answer to the wrong one is seen.
NumberedDatagram DatagramDriver::datagram_of(std::size_t number) const {
  return {setup_.pattern, number * 509, setup_.options.echo.message};
}

Result<void> DatagramDriver::connect() {
  auto poller = os::Poller::create();
  if (!poller) return std::move(poller).error();
  poller_.emplace(std::move(poller).value());
  buffer_.resize(kDatagramBufferSize);
  const SocketAddress& target = setup_.options.target;
  for (std::size_t i = 0; i < setup_.count; ++i) {
    const std::size_t number = setup_.first + i;
    auto fd = os::socket(target.ip.v6, SOCK_DGRAM);
    if (!fd) return std::move(fd).error();
    clients_.push_back(std::make_unique<Client>(Client{number, std::move(fd).value()}));
    Client& client = *clients_.back();
    client.warming = std::make_unique<DatagramPingPong>(datagram_of(number));
    auto done = connect_to(client.fd.get(), target);
    if (done) done = os::set_timeout(client.fd.get(), os::Direction::Read, kLookUp);
    if (done) done = poller_->add(client.fd.get(), &client, os::Poller::Interest::Read);
    if (!done) return of_connection(number, done.error());
  }
  return {};
}

Result<void> DatagramDriver::begin() {
  for (const auto& client : clients_) {
    if (auto done = flush(*client); !done) return done;
  }
  return {};
}

std::size_t DatagramDriver::stop() {
  std::size_t waiting = 0;
  for (const auto& client : clients_) {
    client->script().count_unanswered(tally_);
    client->script().stop();
    client->finished = client->script().idle();
    if (!client->finished) ++waiting;
  }
  return waiting;
}

Result<void> DatagramDriver::wait_and_answer() {
  if (auto done = receive_some(); !done) return done;
  if (auto done = keep_to_timetable(); !done) return done;
  return give_up();
}

Result<void> DatagramDriver::receive_some() {
  // One client needs no poller: blocking in its recv saves a system call per round trip.
  if (clients_.size() == 1 && !open_loop()) return receive(*clients_.front(), 0);
  std::array<os::Poller::Event, 128> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): out
  auto count = poller_->wait(events, time_until_next());
  if (!count) return std::move(count).error();
  if (count.value() == 0) look_at_clock();
  for (const auto& event : std::span(events).first(count.value())) {
    if (auto done = receive(*static_cast<Client*>(event.tag), MSG_DONTWAIT); !done) return done;
  }
  return {};
}

Result<void> DatagramDriver::receive(Client& client, int flags) {
  const auto size = os::recv(client.fd.get(), buffer_, flags);
  look_at_clock();
  if (!size) {
    if (is_for_later(size.error())) return {};
    return of_connection(client.number, size.error());
  }
  const auto right = client.script().received(std::span(buffer_).first(size.value()), now_, tally_);
  if (!right) return of_connection(client.number, right.error());
  last_reply_ = now_;
  if (!client.warm && client.warming->idle()) warm_up(client);
  finish_if_idle(client);
  return flush(client);
}

void DatagramDriver::warm_up(Client& client) {
  client.warm = true;
  warmed_one();
  if (!open_loop()) return;
  const std::uint64_t first = client.warming->number();
  const Arrivals arrivals(first, next_arrival(client.number - setup_.first), period());
  client.flow = std::make_unique<DatagramFlow>(datagram_of(client.number), first, arrivals);
}

Result<void> DatagramDriver::flush(Client& client) {
  for (auto datagram = client.script().to_send(now_); !datagram.empty();
       datagram = client.script().to_send(now_)) {
    const auto sent = os::send(client.fd.get(), datagram, MSG_DONTWAIT);
    if (!sent && sent.error().is(EINTR)) continue;
    // No room in the kernel: lost as any other.
    if (!sent && !os::would_block(sent.error())) return of_connection(client.number, sent.error());
    client.script().sent(now_);
  }
  return {};
}

void DatagramDriver::finish_if_idle(Client& client) {
  if (!stopping() || client.finished || !client.script().idle()) return;
  client.finished = true;
  finished_one();
}

Result<void> DatagramDriver::give_up() {
  if (now_ < next_look_) return {};
  next_look_ = now_ + kLookUp;
  for (const auto& client : clients_) {
    client->script().give_up(now_, tally_);
    finish_if_idle(*client);
    if (auto done = flush(*client); !done) return done;
  }
  return check_patience();
}

}  // namespace stdnet::load
