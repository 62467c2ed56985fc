#include "native/kv/line_protocol.h"

#include <doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "native/core/text.h"

using stdnet::ErrorKind;
using stdnet::Next;
using stdnet::Output;
using stdnet::Turn;
using stdnet::kv::Limits;
using stdnet::kv::LineProtocol;
using stdnet::kv::Store;

namespace {

using stdnet::bytes_of;

std::string text_of(const Output& out) {
  return {out.bytes().begin(), out.bytes().end()};
}

/// One connection, driven as a server drives it: unconsumed bytes come again before new ones.
class Peer {
 public:
  explicit Peer(Store& store, const Limits& limits = {}) : protocol_(store, limits) {}

  void send(std::string_view text) {
    pending_ += text;
    while (!closed) {
      const Turn turn = protocol_.on_bytes(bytes_of(pending_), out_);
      take(turn);
      if (turn.next != Next::Again) break;
    }
  }
  void end() {
    if (closed) return;
    protocol_.on_end(bytes_of(pending_), out_);
    take({pending_.size(), Next::Close});
  }
  std::optional<stdnet::Error> error() { return protocol_.take_error(); }

  std::string replies;
  std::size_t largest = 0;
  bool closed = false;

 private:
  void take(const Turn& turn) {
    pending_.erase(0, turn.consumed);
    replies += text_of(out_);
    largest = std::max(largest, out_.bytes().size());
    out_.clear();
    closed = turn.next == Next::Close;
  }

  LineProtocol protocol_;
  std::string pending_;
  Output out_;
};

std::string replies_to(std::string_view text) {
  Store store({1, 2});
  Peer peer(store);
  peer.send(text);
  peer.end();
  return peer.replies;
}

}  // namespace

TEST_CASE("the guide's exchange") {
  CHECK(replies_to("SET name Ada\nGET name\nGET nobody\nQUIT\n") == "OK\nAda\n(nil)\n");
}

TEST_CASE("a line is split at single spaces into at most three parts") {
  struct Case {
    std::string_view sent;
    std::string_view answer;
  };
  for (const Case& each : {
           Case{"SET k a value with spaces \nGET k\n", "OK\na value with spaces \n"},
           Case{"SET  x\nGET\n", "OK\nx\n"},         // an empty key
           Case{"SET k \nGET k\n", "OK\n\n"},        // an empty value
           Case{"SET a b\nGET a c d\n", "OK\nb\n"},  // what follows GET's key is nobody's
           Case{"SET\n", "ERR usage: SET <key> <value>\n"},
           Case{"SET \n", "ERR usage: SET <key> <value>\n"},
           Case{"SET k\n", "ERR usage: SET <key> <value>\n"},
           Case{"GET\n", "(nil)\n"},
           Case{"get k\n", "ERR unknown command\n"},
           Case{"\n", "ERR unknown command\n"},
           Case{" GET k\n", "ERR unknown command\n"},
           Case{"GET\tk\n", "ERR unknown command\n"},
           Case{"QUITE\n", "ERR unknown command\n"},
           Case{"*1\n", "ERR unknown command\n"},
       }) {
    CAPTURE(each.sent);
    CHECK(replies_to(each.sent) == each.answer);
  }
}

TEST_CASE("\\r\\n ends a line, another \\r is part of it, and a last line needs no end") {
  CHECK(replies_to("SET k v\r\nGET k\r\n") == "OK\nv\n");
  CHECK(replies_to("SET k v\r\r\nGET k\n") == "OK\nv\r\n");
  CHECK(replies_to("SET k v\nGET k") == "OK\nv\n");
  CHECK(replies_to("SET k v\r\nGET k\r") == "OK\n(nil)\n");
  CHECK(replies_to("").empty());
}

TEST_CASE("QUIT closes without a reply, and what follows it is not looked at") {
  Store store({1, 2});
  Peer peer(store);
  peer.send("SET a 1\nQUIT now\nSET a 2\n");
  CHECK(peer.closed);
  CHECK(peer.replies == "OK\n");
  CHECK_FALSE(peer.error());
  Peer other(store);
  other.send("GET a\n");
  CHECK(other.replies == "1\n");
}

TEST_CASE("connections share the store, and a value is replaced") {
  Store store({1, 2});
  Peer one(store);
  Peer two(store);
  one.send("SET k " + std::string(10'000, 'x') + "\n");
  two.send("SET k short\n");
  one.send("GET k\n");
  CHECK(one.replies == "OK\nshort\n");
  CHECK(store.size() == 1);
}

TEST_CASE("the replies are the same however the bytes are cut") {
  const std::string sent =
      "SET a 1\r\nGET a\nSET b two words\n\nGET b\r\nnonsense\nGET c\nSET a\nGET a";
  const std::string whole = replies_to(sent);
  std::mt19937 random(20261124);
  for (int round = 0; round < 500; ++round) {
    Store store({1, 2});
    Peer peer(store);
    for (std::size_t at = 0; at < sent.size();) {
      const std::size_t size = std::min<std::size_t>(1 + random() % 9, sent.size() - at);
      peer.send(std::string_view(sent).substr(at, size));
      at += size;
    }
    peer.end();
    CHECK(peer.replies == whole);
  }
}

TEST_CASE("invalid UTF-8 closes the connection: earlier replies stand, nothing is stored") {
  for (const std::string_view bad :
       {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    Store store({1, 2});
    Peer peer(store);
    peer.send("SET a 1\nSET b " + std::string(bad) + "\nGET a\n");
    CHECK(peer.closed);
    CHECK(peer.replies == "OK\n");
    CHECK(store.size() == 1);
    const auto error = peer.error();
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::InvalidData);
    CHECK(error->text == "stream did not contain valid UTF-8");
  }
  CHECK(replies_to("SET k \xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x80\nGET k\n") ==
        "OK\n\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x80\n");
}

TEST_CASE("a line may be as long as its limit, newline included, and not longer") {
  const Limits limits{.max_line = 16, .max_value = 100};
  Store store({1, 2});
  const std::string longest = "SET k 123456789\n";
  REQUIRE(longest.size() == limits.max_line);
  Peer peer(store, limits);
  peer.send(longest);
  CHECK(peer.replies == "OK\n");

  for (const bool newline : {true, false}) {
    Peer over(store, limits);
    over.send("GET k\nSET k 1234567890" + std::string(newline ? "\n" : ""));
    CHECK(over.closed);
    CHECK(over.replies == "123456789\nERR line too long\n");
    const auto error = over.error();
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::InvalidData);
    CHECK(error->code == "ERR_LIMIT_EXCEEDED");
  }
}

TEST_CASE("a value over its limit is refused, and the one before it stays") {
  const Limits limits{.max_line = 1000, .max_value = 4};
  Store store({1, 2});
  Peer peer(store, limits);
  peer.send("SET k 1234\nSET k 12345\n");
  CHECK(peer.closed);
  CHECK(peer.replies == "OK\nERR line too long\n");
  CHECK(peer.error()->code == "ERR_LIMIT_EXCEEDED");
  Peer other(store, limits);
  other.send("GET k\n");
  CHECK(other.replies == "1234\n");
}

TEST_CASE("a set that the store has no room for is refused, and the connection goes on") {
  Store store({1, 2}, 100);
  Peer peer(store);
  peer.send("SET a 1\nSET b 1\nGET b\nGET a\n");
  CHECK(peer.replies == "OK\nERR out of memory\n(nil)\n1\n");
  CHECK_FALSE(peer.closed);
}

TEST_CASE("many requests for a large value are answered in bounded pieces") {
  Store store({1, 2});
  Peer peer(store);
  const std::string value(50'000, 'v');
  peer.send("SET k " + value + "\n");
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += "GET k\n";
  peer.send(requests);
  CHECK(peer.replies.size() == 3 + 200 * (value.size() + 1));
  CHECK(peer.largest <= Output::kHighWater + value.size() + 1);
}
