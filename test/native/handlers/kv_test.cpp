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
