#include "native/handlers/registry.h"

#include <doctest.h>

#include "conversation.h"

namespace handlers = stdnet::handlers;

TEST_CASE("a handler is made by its name") {
  CHECK(conversation(handlers::make("echo", {}), {"ping"}).replies == "ping");
  CHECK(conversation(handlers::make("kv", {}), {"GET k\n"}).replies == "(nil)\n");
}

TEST_CASE("there is none of another name") {
  for (const char* name : {"", "ech", "echoo", "Echo", "udpEcho"}) {
    CHECK(handlers::make(name, {}) == nullptr);
  }
}
