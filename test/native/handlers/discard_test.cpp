#include <doctest.h>

#include "conversation.h"

namespace handlers = stdnet::handlers;

TEST_CASE("count and discard take everything, and say nothing") {
  for (const auto& factory : {handlers::count({}), handlers::discard({})}) {
    Conversation talk(factory);
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{100'000}}) {
      talk.say(std::string(size, 'x'));
    }
    talk.say("quit\n");
    CHECK(talk.turns == 4);
    CHECK_FALSE(talk.closed);
    talk.end();
    CHECK(talk.replies.empty());
    CHECK_FALSE(talk.error);
  }
}

TEST_CASE("count and discard keep nothing") {
  for (const auto& factory : {handlers::count({}), handlers::discard({})}) {
    const auto handler = factory->make();
    stdnet::Output out;
    CHECK(handler->on_bytes(bytes_of("1234"), out).consumed == 4);
    CHECK(out.empty());
  }
}
