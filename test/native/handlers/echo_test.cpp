#include <doctest.h>

#include "conversation.h"

using stdnet::Next;
using stdnet::Output;
using stdnet::Turn;

TEST_CASE("echo answers with the very bytes that came, without a copy") {
  const auto handler = stdnet::handlers::echo({})->make();
  const std::string text("anything\0at all", 15);
  Output out;
  const Turn turn = handler->on_bytes(bytes_of(text), out);
  CHECK(turn.consumed == text.size());
  CHECK(turn.next == Next::More);
  CHECK(out.bytes().data() == bytes_of(text).data());
  CHECK(out.bytes().size() == text.size());
  out.clear();
  handler->on_end({}, out);
  CHECK(out.empty());
  CHECK_FALSE(handler->take_error());
}

TEST_CASE("echo: however the bytes arrive, the same come back") {
  const std::string text("one\r\ntwo\0\xff three", 17);
  however_it_arrives(stdnet::handlers::echo({}), text,
                     [&](const Conversation& talk) { CHECK(talk.replies == text); });
}
