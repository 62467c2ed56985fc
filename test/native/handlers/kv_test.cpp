#include <doctest.h>

#include "conversation.h"

namespace handlers = stdnet::handlers;

TEST_CASE("kv keeps one store for all its connections, and tells why it ended one") {
  const auto factory = handlers::kv({.max_line = 20, .max_value = 10, .store = nullptr});
  Conversation writer(factory);
  writer.say("SET k v\nGE");
  CHECK(writer.replies == "OK\n");
  const Conversation reader = conversation(factory, {"GET k"});
  CHECK(reader.replies == "v\n");
  CHECK_FALSE(reader.error);
  writer.say(std::string(20, 'x'));
  CHECK(writer.closed);
  CHECK(writer.replies == "OK\nERR line too long\n");
  REQUIRE(writer.error);
  CHECK(writer.error->code == "ERR_LIMIT_EXCEEDED");
}

TEST_CASE("kv makes a store of its own where it is given none") {
  const auto store = std::make_shared<stdnet::kv::Store>(stdnet::kv::Seed{1, 2});
  const handlers::Options given{.max_line = 100, .max_value = 100, .store = store};
  CHECK(conversation(handlers::kv(given), {"SET k v"}).replies == "OK\n");
  CHECK(conversation(handlers::kv(given), {"GET k"}).replies == "v\n");
  CHECK(store->size() == 1);
  CHECK(conversation(handlers::kv({}), {"GET k"}).replies == "(nil)\n");
}

TEST_CASE("kv: however the bytes arrive, the replies are the same") {
  however_it_arrives(handlers::kv({}), "SET k v\r\nGET k\nGET other\nQUIT\nGET k\n",
                     [](const Conversation& talk) {
                       CHECK(talk.replies == "OK\nv\n(nil)\n");
                       CHECK_FALSE(talk.error);
                     });
}

TEST_CASE(
    "kv: the first byte of a connection decides between two protocols, which share the store") {
  const auto factory = handlers::kv({.max_line = 100, .max_value = 5, .store = nullptr});
  const Conversation resp =
      conversation(factory, {"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\nGET k\r\n*1\r\n$4\r\nPIN"});
  CHECK(resp.replies == "+OK\r\n$1\r\nv\r\n");
  CHECK_FALSE(resp.error);
  CHECK(conversation(factory, {"GET k\n*1\n"}).replies == "v\nERR unknown command\n");
  const Conversation over = conversation(factory, {"*1\r\n$6\r\n"});
  CHECK(over.replies == "-ERR Protocol error: invalid bulk length\r\n");
  REQUIRE(over.error);
  CHECK(over.error->code == "ERR_LIMIT_EXCEEDED");
  const Conversation silent = conversation(factory, {});
  CHECK(silent.replies.empty());
  CHECK_FALSE(silent.error);
}

TEST_CASE("kv: however the bytes arrive, the replies of RESP2 are the same too") {
  however_it_arrives(handlers::kv({}),
                     "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\n\r\n\r\nGET k\r\n*1\r\n$4\r\nQUIT\r\n",
                     [](const Conversation& talk) {
                       CHECK(talk.replies == "+OK\r\n$2\r\n\r\n\r\n+OK\r\n");
                       CHECK_FALSE(talk.error);
                     });
}
