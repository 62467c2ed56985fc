// The commands where a clock that the test sets, or words that Redis has not, matter; all others are held against Redis
// itself in test/integration/.
#include <doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "native/kv/resp/command.h"
#include "test/native/kv/resp/peer.h"

using resp_test::Peer;
using resp_test::request;

TEST_CASE("every command is found by its name, whatever its case, and nothing else is") {
  using stdnet::kv::resp::find_command;
  for (const auto& command : stdnet::kv::resp::commands()) {
    std::string name(command.name);
    CHECK(find_command(name) == &command);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    CHECK(find_command(name) == &command);
    CHECK(find_command(name.substr(1)) != &command);
    CHECK(find_command(name + "x") != &command);
    CHECK(find_command(name + std::string(1, '\0')) == nullptr);
    name[0] = static_cast<char>(name[0] & ~0x40);
    CHECK(find_command(name) == nullptr);
  }
  CHECK(find_command("") == nullptr);
  CHECK(find_command("much too long") == nullptr);
}

TEST_CASE("TTL, PTTL, EXPIRE, PERSIST over time") {
  Peer peer;
  CHECK(peer.ask({"TTL", "k"}) == ":-2\r\n");
  CHECK(peer.ask({"SET", "k", "v"}) == "+OK\r\n");
  CHECK(peer.ask({"TTL", "k"}) == ":-1\r\n");
  CHECK(peer.ask({"EXPIRE", "k", "10"}) == ":1\r\n");
  CHECK(peer.ask({"PTTL", "k"}) == ":10000\r\n");
  peer.now += 8500;
  CHECK(peer.ask({"TTL", "k"}) == ":2\r\n");
  peer.now += 1;
  CHECK(peer.ask({"PTTL", "k"}) == ":1499\r\n");
  CHECK(peer.ask({"TTL", "k"}) == ":1\r\n");
  CHECK(peer.ask({"APPEND", "k", "w"}) == ":2\r\n");
  CHECK(peer.ask({"SET", "k", "x", "KEEPTTL"}) == "+OK\r\n");
  CHECK(peer.ask({"PTTL", "k"}) == ":1499\r\n");
  peer.now += 1499;
  CHECK(peer.ask({"PTTL", "k"}) == ":0\r\n");
  CHECK(peer.ask({"GET", "k"}) == "$1\r\nx\r\n");
  peer.now += 1;
  CHECK(peer.ask({"GET", "k"}) == "$-1\r\n");
  CHECK(peer.ask({"PTTL", "k"}) == ":-2\r\n");
  CHECK(peer.ask({"SET", "k", "v", "PX", "5"}) == "+OK\r\n");
  CHECK(peer.ask({"PERSIST", "k"}) == ":1\r\n");
  CHECK(peer.ask({"PERSIST", "k"}) == ":0\r\n");
  peer.now += 100;
  CHECK(peer.ask({"EXISTS", "k", "k"}) == ":2\r\n");
}

TEST_CASE("EXPIRE's conditions; a deadline in the past erases") {
  Peer peer;
  CHECK(peer.ask({"SET", "k", "v"}) == "+OK\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "50", "XX"}) == ":0\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "50", "GT"}) == ":0\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "50", "LT"}) == ":1\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "60", "NX"}) == ":0\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "60", "LT"}) == ":0\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "60", "GT", "XX"}) == ":1\r\n");
  CHECK(peer.ask({"PEXPIRE", "k", "60", "GT"}) == ":0\r\n");
  CHECK(peer.ask({"PTTL", "k"}) == ":60\r\n");
  CHECK(peer.ask({"EXPIRE", "k", "1", "a\r\nb\n\r\n"}) == "-ERR Unsupported option a  b\r\n");
  CHECK(peer.ask({"EXPIRE", "k", "-1", "NX"}) == ":0\r\n");
  CHECK(peer.ask({"EXPIRE", "k", "-1"}) == ":1\r\n");
  CHECK(peer.ask({"EXISTS", "k"}) == ":0\r\n");
  CHECK(peer.service.store->bytes() == 0);
}

TEST_CASE("SET with an absolute deadline") {
  Peer peer;
  CHECK(peer.ask({"SET", "k", "v", "PXAT", std::to_string(peer.now + 20)}) == "+OK\r\n");
  CHECK(peer.ask({"PTTL", "k"}) == ":20\r\n");
  CHECK(peer.ask({"SET", "k", "v", "EXAT", "1"}) == "+OK\r\n");
  CHECK(peer.ask({"GET", "k"}) == "$-1\r\n");
}

TEST_CASE("a connection has a number, and the name that it gives itself") {
  Peer peer;
  stdnet::kv::resp::Protocol second(peer.service);
  CHECK(peer.ask({"CLIENT", "ID"}) == ":1\r\n");
  CHECK(peer.service.clients == 2);
  CHECK(peer.ask({"CLIENT", "GETNAME"}) == "$-1\r\n");
  CHECK(peer.ask({"CLIENT", "SETNAME", "me"}) == "+OK\r\n");
  CHECK(peer.ask({"CLIENT", "GETNAME"}) == "$2\r\nme\r\n");
  CHECK(peer.ask({"CLIENT", "SETINFO", "LIB-NAME", "x"}) == "+OK\r\n");
  CHECK(peer.ask({"CLIENT", "SETINFO", "lib", "x"}) == "-ERR Unrecognized option 'lib'\r\n");
  CHECK(peer.ask({"HELLO", "3"}) == "-NOPROTO unsupported protocol version\r\n");
  CHECK(peer.ask({"HELLO", "2", "SETNAME", "you"}).starts_with("*14\r\n$6\r\nserver\r\n"));
  CHECK(peer.ask({"CLIENT", "GETNAME"}) == "$3\r\nyou\r\n");
}

TEST_CASE("INFO and CONFIG GET tell what is true") {
  Peer peer(5000);
  CHECK(peer.ask({"MSET", "a", "1", "b", "2"}) == "+OK\r\n");
  CHECK(peer.ask({"EXPIRE", "a", "100"}) == ":1\r\n");
  peer.now += 2500;
  const std::string all = peer.ask({"INFO"});
  for (const std::string_view field :
       {"redis_version:7.", "uptime_in_seconds:2\r\n", "used_memory:132\r\n", "maxmemory:5000\r\n",
        "loading:0\r\n", "db0:keys=2,expires=1,avg_ttl=0\r\n"}) {
    CAPTURE(field);
    CHECK(all.find(field) != std::string::npos);
  }
  CHECK(peer.ask({"INFO", "Keyspace"}) ==
        "$44\r\n# Keyspace\r\ndb0:keys=2,expires=1,avg_ttl=0\r\n\r\n");
  CHECK(peer.ask({"INFO", "nothing"}) == "$0\r\n\r\n");
  CHECK(peer.ask({"CONFIG", "GET", "MAXMEMORY", "sav?"}) ==
        "*4\r\n$9\r\nMAXMEMORY\r\n$4\r\n5000\r\n$4\r\nsave\r\n$0\r\n\r\n");
  CHECK(peer.ask({"CONFIG", "GET", "nothing"}) == "*0\r\n");
}

TEST_CASE("SCAN finds every key, and stops when a reply is full whatever COUNT says") {
  Peer peer;
  const std::string tail(1000, 'k');
  for (int i = 0; i < 1000; ++i) {
    CHECK(peer.ask({"SET", std::to_string(i) + tail, ""}) == "+OK\r\n");
  }
  std::size_t found = 0;
  std::string cursor = "0";
  do {
    const std::string reply = peer.ask({"SCAN", cursor, "COUNT", "100000"});
    found += static_cast<std::size_t>(std::ranges::count(reply, '$')) - 1;
    CHECK(reply.size() < 300'000);
    const std::size_t at = reply.find("\r\n", 4) + 2;
    cursor = reply.substr(at, reply.find("\r\n", at) - at);
  } while (cursor != "0");
  CHECK(found == 1000);
}

TEST_CASE("INCR of many connections at once loses nothing") {
  Peer peer;
  const auto count = [&peer] {
    stdnet::kv::resp::Protocol protocol(peer.service);
    const std::string sent = request({"INCR", "n"}) + request({"APPEND", "s", "x"});
    for (int i = 0; i < 5000; ++i) {
      stdnet::Output out;
      static_cast<void>(protocol.on_bytes(
          {reinterpret_cast<const std::uint8_t*>(sent.data()), sent.size()}, out));
    }
  };
  std::thread one(count);
  std::thread two(count);
  one.join();
  two.join();
  CHECK(peer.ask({"GET", "n"}) == "$5\r\n10000\r\n");
  CHECK(peer.ask({"STRLEN", "s"}) == ":10000\r\n");
}

TEST_CASE("a pattern that takes too long is refused, and the connection goes on") {
  Peer peer;
  const std::string key(60'000, 'a');
  const std::string pattern = "*" + std::string(8'000, '?') + "b";
  const std::string refusal = "-ERR pattern takes too long to match a key\r\n";
  CHECK(peer.ask({"SET", key, "v"}) == "+OK\r\n");
  CHECK(peer.ask({"KEYS", pattern}) == refusal);
  CHECK(peer.ask({"SCAN", "0", "MATCH", pattern}) == refusal);
  CHECK(peer.ask({"CONFIG", "GET", pattern}) == "*0\r\n");
  CHECK(peer.ask({"STRLEN", key}) == ":1\r\n");
}
