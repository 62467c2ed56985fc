#include "native/os/datagram_batch.h"

#include <doctest.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <vector>

#include "native/os/datagram_options.h"
#include "native/os/socket_options.h"
#include "test/native/support/sockets.h"

using namespace stdnet;
using namespace std::chrono_literals;

namespace {

os::Fd bound(const SocketAddress& address) {
  os::Fd fd = std::move(os::socket(address.ip.v6, SOCK_DGRAM)).value();
  REQUIRE(os::set_timeout(fd.get(), os::Direction::Read, 20s).ok());
  REQUIRE(os::bind(fd.get(), address).ok());
  return fd;
}

SocketAddress address_of(const os::Fd& fd) {
  return os::local_address(fd.get()).value();
}

void send(const os::Fd& from, std::string_view text, const SocketAddress& to) {
  REQUIRE(os::send_to(from.get(), bytes_of(text), to).value() == text.size());
}

struct Heard {
  std::string text;
  SocketAddress from;
};

Heard receive(const os::Fd& fd) {
  std::vector<std::uint8_t> buffer(65536);
  const auto got = os::recv_from(fd.get(), buffer);
  REQUIRE(got.ok());
  return {std::string(text_of(std::span(buffer).first(got.value().size))), got.value().from};
}

}  // namespace

TEST_CASE("as many as are there, up to what is asked for, in order") {
  const os::Fd server = bound(test::loopback());
  const os::Fd client = bound(test::loopback());
  for (const char* text : {"a", "bb", "", "dddd", "e"}) send(client, text, address_of(server));
  os::DatagramBatch batch({.count = 3, .size = 3});
  REQUIRE(batch.receive(server.get(), 8).value() == 3);
  CHECK(text_of(batch[0].bytes) == "a");
  CHECK(text_of(batch[1].bytes) == "bb");
  CHECK(batch[2].bytes.empty());
  CHECK_FALSE(batch[2].from_nobody);
  REQUIRE(batch.receive(server.get(), 1).value() == 1);
  CHECK(text_of(batch[0].bytes) == "ddd");
  CHECK(batch[0].cut);
  REQUIRE(batch.receive(server.get(), 3).value() == 1);
  CHECK(text_of(batch[0].bytes) == "e");
  CHECK_FALSE(batch[0].cut);
  CHECK(batch.receive(server.get(), 3, MSG_DONTWAIT).error().is(EAGAIN));
  CHECK(batch.receive(server.get(), 1, MSG_DONTWAIT).error().is(EAGAIN));
}

TEST_CASE("answers go to whom they are for, and those that get none are left out") {
  const os::Fd server = bound(test::loopback());
  std::vector<os::Fd> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(bound(test::loopback()));
    send(clients.back(), std::to_string(i), address_of(server));
  }
  os::DatagramBatch batch({.count = 8, .size = 100});
  REQUIRE(batch.receive(server.get(), 8).value() == 4);
  CHECK(batch.unsent().empty());
  for (const std::size_t i : {0U, 2U, 3U}) batch.answer(i, batch[i].bytes);
  CHECK(batch.next_peer() == address_of(clients[0]));
  const auto sent = batch.send(server.get());
  CHECK(sent.value().count == 3);
  CHECK(sent.value().bytes == 3);
  CHECK(batch.unsent().empty());
  for (const std::size_t i : {0U, 2U, 3U}) {
    const Heard heard = receive(clients[i]);
    CHECK(heard.text == std::to_string(i));
    CHECK(heard.from == address_of(server));
  }
  CHECK_FALSE(os::poll(clients[1].get(), POLLIN, 0).value());
}

TEST_CASE("an answer that cannot be sent holds up none of the others") {
  const os::Fd server = bound(test::loopback());
  const os::Fd client = bound(test::loopback());
  for (int i = 0; i < 3; ++i) send(client, "x", address_of(server));
  const std::vector<std::uint8_t> long_one(70000);
  os::DatagramBatch batch({.count = 8, .size = 100});
  REQUIRE(batch.receive(server.get(), 8).value() == 3);
  batch.answer(0, bytes_of("first"));
  batch.answer(1, long_one);
  batch.answer(2, bytes_of("last"));
  CHECK(batch.send(server.get()).value().count == 1);
  CHECK(batch.send(server.get()).error().is(EMSGSIZE));
  CHECK(batch.send(server.get()).error().is(EMSGSIZE));
  CHECK(batch.next_peer() == address_of(client));
  batch.skip();
  CHECK(batch.send(server.get()).value().bytes == 4);
  CHECK(batch.unsent().empty());
  CHECK(receive(client).text == "first");
  CHECK(receive(client).text == "last");
}

TEST_CASE("a socket that was shut down gives what it has, and then what is nobody's") {
  const os::Fd server = bound(test::loopback());
  const os::Fd client = bound(test::loopback());
  send(client, "x", address_of(server));
  static_cast<void>(os::shutdown(server.get(), SHUT_RD));
  os::DatagramBatch batch({.count = 8, .size = 100});
  for (const std::size_t most : {1U, 8U}) {
    CAPTURE(most);
    if (most == 1) {
      REQUIRE(batch.receive(server.get(), most).value() == 1);
      CHECK(text_of(batch[0].bytes) == "x");
      CHECK_FALSE(batch[0].from_nobody);
    }
    REQUIRE(batch.receive(server.get(), most).value() == 1);
    CHECK(batch[0].from_nobody);
  }
}

TEST_CASE("an answer to what was sent to all comes from an address of the kernel's choice") {
  SocketAddress any;
  any.ip.v6 = true;
  const os::Fd server = bound(any);  // takes IPv4 too
  REQUIRE(os::report_destination(server.get(), true).ok());
  const os::Fd client = bound(test::loopback());
  REQUIRE(os::set_option(client.get(), os::Option::Broadcast, 1).ok());
  const SocketAddress all{IpAddress::v4(127, 255, 255, 255), address_of(server).port, 0, 0};
  send(client, "anybody?", all);
  send(client, "you?", {IpAddress::v4(127, 0, 0, 9), all.port, 0, 0});

  os::DatagramBatch batch({.count = 8, .size = 100, .from_destination = true});
  REQUIRE(batch.receive(server.get(), 8).value() == 2);
  for (const std::size_t i : {0U, 1U}) batch.answer(i, batch[i].bytes);
  REQUIRE(batch.send(server.get()).ok());
  REQUIRE((batch.unsent().empty() || batch.send(server.get()).ok()));
  const Heard first = receive(client);
  CHECK(first.text == "anybody?");
  CHECK(first.from.ip == IpAddress::v4(127, 0, 0, 1));
  const Heard second = receive(client);
  CHECK(second.text == "you?");
  CHECK(second.from.ip == IpAddress::v4(127, 0, 0, 9));
}
