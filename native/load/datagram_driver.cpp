#include "native/load/datagram_driver.h"

#include <array>
#include <cerrno>

#include "native/os/errno.h"
#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::load {
namespace {

constexpr std::size_t kBufferSize = 65536;

}  // namespace

Result<void> DatagramDriver::connect() {
  auto poller = os::Poller::create();
  if (!poller) return std::move(poller).error();
  poller_.emplace(std::move(poller).value());
  buffer_.resize(kBufferSize);
  const SocketAddress& target = setup_.options.target;
  for (std::size_t i = 0; i < setup_.count; ++i) {
    const std::size_t number = setup_.first + i;
    auto fd = os::socket(target.ip.v6, SOCK_DGRAM);
    if (!fd) return std::move(fd).error();
    // Clients begin at different places, so that an answer to the wrong one is seen.
    clients_.push_back(std::make_unique<Client>(
        Client{number, std::move(fd).value(),
               DatagramScript(setup_.pattern, number * 509, setup_.options.echo.message)}));
    Client& client = *clients_.back();
    auto done = os::connect(client.fd.get(), target);
    if (done) done = os::set_timeout(client.fd.get(), os::Direction::Read, kLookUp);
    if (done) done = poller_->add(client.fd.get(), &client, os::Poller::Interest::Read);
    if (!done) return of_connection(number, done.error());
  }
  return {};
}

Result<void> DatagramDriver::begin() {
  for (const auto& client : clients_) {
    client->script.sent(now_);
    if (auto done = send(*client); !done) return done;
  }
  return {};
}

std::size_t DatagramDriver::stop() {
  // Each waits for the answer to the datagram that is in flight.
  return clients_.size();
}

Result<void> DatagramDriver::wait_and_answer() {
  if (auto done = receive_some(); !done) return done;
  return send_again();
}

Result<void> DatagramDriver::receive_some() {
  // One client needs no poller: blocking in its recv saves a system call per round trip.
  if (clients_.size() == 1) return receive(*clients_.front(), 0);
  std::array<os::Poller::Event, 128> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): out
  auto count = poller_->wait(events, kLookUp);
  if (!count) return std::move(count).error();
  if (count.value() == 0) now_ = Clock::now();
  for (const auto& event : std::span(events).first(count.value())) {
    if (auto done = receive(*static_cast<Client*>(event.tag), MSG_DONTWAIT); !done) return done;
  }
  return {};
}

Result<void> DatagramDriver::receive(Client& client, int flags) {
  const auto size = os::recv(client.fd.get(), buffer_, flags);
  now_ = Clock::now();
  if (!size) {
    if (os::would_block(size.error())) return {};
    return of_connection(client.number, size.error());
  }
  const auto answered =
      client.script.received(std::span(buffer_).first(size.value()), now_, tally_);
  if (!answered) return of_connection(client.number, answered.error());
  if (!answered.value()) return {};
  last_reply_ = now_;
  if (!client.warm) {
    client.warm = true;
    setup_.schedule.connection_is_warm();
  }
  if (stopping()) {
    client.finished = true;
    finished_one();
    return {};
  }
  client.script.sent(now_);
  return send(client);
}

Result<void> DatagramDriver::send(const Client& client) {
  const auto sent = os::send(client.fd.get(), client.script.message(), MSG_DONTWAIT);
  // No room in the kernel: lost as any other, and sent again.
  if (sent || os::would_block(sent.error())) return {};
  return of_connection(client.number, sent.error());
}

Result<void> DatagramDriver::send_again() {
  if (now_ < next_look_) return {};
  next_look_ = now_ + kLookUp;
  for (const auto& client : clients_) {
    if (client->finished || !client->script.given_up(now_)) continue;
    client->script.sent_again(now_, tally_);
    if (auto done = send(*client); !done) return done;
  }
  return check_patience();
}

}  // namespace stdnet::load
