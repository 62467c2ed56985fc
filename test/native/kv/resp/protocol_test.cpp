#include "native/kv/resp/protocol.h"

#include <doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "test/native/kv/resp/peer.h"

using resp_test::Peer;
using resp_test::request;
using stdnet::ErrorKind;
using stdnet::Output;
using stdnet::kv::Limits;

TEST_CASE("requests that come together are answered together, and cut ones when they are whole") {
  Peer peer;
  const std::string sent = request({"SET", "k", "v"}) + request({"get", "k"}) + "PING\r\n*0\r\n" +
                           request({"GeT", "none"});
  const std::string replies = "+OK\r\n$1\r\nv\r\n+PONG\r\n$-1\r\n";
  CHECK(peer.send(sent) == replies);
  for (std::size_t cut = 0; cut <= sent.size(); ++cut) {
    Peer other;
    const std::string first = other.send(sent.substr(0, cut));
    CHECK(first + other.send(sent.substr(cut)) == replies);
  }
}

TEST_CASE("malformed bytes: earlier requests are answered, then Redis's error and the end") {
  Peer peer;
  CHECK(peer.send(request({"PING"}) + "*x\r\n" + request({"PING"})) ==
        "+PONG\r\n-ERR Protocol error: invalid multibulk length\r\n");
  CHECK(peer.closed);
  const auto error = peer.error();
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::InvalidData);
  CHECK(error->code == "ERR_INVALID_DATA");
}

TEST_CASE("what is over a limit has a code of its own") {
  Peer peer(std::nullopt, Limits{.max_line = 20, .max_value = 5});
  CHECK(peer.send("*1\r\n$6\r\n") == "-ERR Protocol error: invalid bulk length\r\n");
  CHECK(peer.closed);
  CHECK(peer.error()->code == "ERR_LIMIT_EXCEEDED");
}

TEST_CASE("QUIT is answered, and nothing after it") {
  Peer peer;
  CHECK(peer.send(request({"quit", "now"}) + request({"PING"})) == "+OK\r\n");
  CHECK(peer.closed);
  CHECK_FALSE(peer.error());
}

TEST_CASE("a name that is none, in Redis's words") {
  Peer peer;
  CHECK(peer.ask({"nope"}) == "-ERR unknown command 'nope', with args beginning with: \r\n");
  CHECK(peer.ask({""}) == "-ERR unknown command '', with args beginning with: \r\n");
  CHECK(peer.ask({"A\r\nB", "x", "y\nz"}) ==
        "-ERR unknown command 'A  B', with args beginning with: 'x' 'y z' \r\n");
  const std::string d(200, 'd');
  CHECK(peer.ask({"foo", "a", d, "e"}) ==
        "-ERR unknown command 'foo', with args beginning with: 'a' '" + d.substr(0, 124) +
            "' \r\n");
  CHECK(peer.ask({d}) ==
        "-ERR unknown command '" + d.substr(0, 128) + "', with args beginning with: \r\n");
  CHECK(peer.ask({"config", "rewrite"}) ==
        "-ERR unknown subcommand 'rewrite'. Try CONFIG HELP.\r\n");
}

TEST_CASE("wrong numbers of arguments") {
  Peer peer;
  CHECK(peer.ask({"GET"}) == "-ERR wrong number of arguments for 'get' command\r\n");
  CHECK(peer.ask({"get", "a", "b"}) == "-ERR wrong number of arguments for 'get' command\r\n");
  CHECK(peer.ask({"MSET", "a", "b", "c"}) ==
        "-ERR wrong number of arguments for 'mset' command\r\n");
  CHECK(peer.ask({"CONFIG", "GET"}) ==
        "-ERR wrong number of arguments for 'config|get' command\r\n");
}

TEST_CASE("a full store refuses what would grow it, and nothing else") {
  constexpr std::string_view kOom = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
  Peer peer(200);
  CHECK(peer.ask({"SET", "a", std::string(50, 'a')}) == "+OK\r\n");
  CHECK(peer.ask({"SET", "b", std::string(100, 'b')}) == kOom);
  CHECK(peer.ask({"SET", "a", std::string(200, 'b'), "GET"}) == kOom);
  CHECK(peer.ask({"APPEND", "a", std::string(100, 'b')}) == kOom);
  CHECK(peer.ask({"MSET", "b", "1", "c", "2"}) == kOom);
  CHECK(peer.ask({"INCR", "n"}) == ":1\r\n");
  CHECK(peer.ask({"INCR", "m"}) == kOom);
  CHECK(peer.ask({"SET", "a", "smaller"}) == "+OK\r\n");
  CHECK(peer.ask({"GET", "a"}) == "$7\r\nsmaller\r\n");
  CHECK(peer.ask({"DBSIZE"}) == ":2\r\n");
}

TEST_CASE("what has ended makes room") {
  Peer peer(200);
  CHECK(peer.ask({"SET", "a", std::string(100, 'a'), "PX", "10"}) == "+OK\r\n");
  CHECK(peer.ask({"INCRBY", "n", "7"}) ==
        "-OOM command not allowed when used memory > 'maxmemory'.\r\n");
  peer.now += 11;
  CHECK(peer.ask({"INCRBY", "n", "7"}) == ":7\r\n");
}

TEST_CASE("large replies leave in pieces of a bounded size") {
  Peer peer;
  const std::string value(10'000, 'v');
  CHECK(peer.ask({"SET", "k", value}) == "+OK\r\n");
  const std::string reply = "$10000\r\n" + value + "\r\n";
  SUBCASE("many requests") {
    std::string sent;
    for (int i = 0; i < 50; ++i) sent += request({"GET", "k"});
    CHECK(peer.send(sent).size() == 50 * reply.size());
  }
  SUBCASE("one that asks for the same value often") {
    std::vector<std::string_view> words(1001, "k");
    words[0] = "MGET";
    const std::string got = peer.send(request(words) + request({"PING"}));
    CHECK(got.size() == std::string("*1000\r\n").size() + 1000 * reply.size() + 7);
    CHECK(got.starts_with("*1000\r\n" + reply));
    CHECK(got.ends_with(reply + "+PONG\r\n"));
  }
  SUBCASE("one that asks for descriptions") {
    std::vector<std::string_view> words(5000, "get");
    words[0] = "COMMAND";
    words[1] = "DOCS";
    const std::string got = peer.send(request({"GET", "k"}) + request(words));
    CHECK(got.starts_with(reply + "*9996\r\n$3\r\nget\r\n"));
    CHECK(std::ranges::count(got, '*') == 1 + 4998);
  }
  CHECK(peer.largest < Output::kHighWater + 2 * reply.size());
}

TEST_CASE("a header that fills the reply is not sent twice") {
  Peer peer;
  const std::string value(Output::kHighWater - 14, 'v');
  CHECK(peer.ask({"SET", "k", value}) == "+OK\r\n");
  const std::string sent = request({"GET", "k"}) + request({"MGET", "a", "b"});
  CHECK(peer.send(sent) == "$65522\r\n" + value + "\r\n*2\r\n$-1\r\n$-1\r\n");
}
