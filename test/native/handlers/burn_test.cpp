#include <doctest.h>

#include "conversation.h"

TEST_CASE("burn: a byte that comes alone is a question, everything else comes back") {
  Conversation talk(stdnet::handlers::burn({}));
  talk.say("xx");
  CHECK(talk.replies == "xx");
  talk.say("x");
  CHECK(talk.replies == "xx{");  // as lib/bench/servers/burn.ts has it
  talk.say("more");
  CHECK(talk.replies == "xx{more");
  talk.end();
  CHECK_FALSE(talk.error);
}
