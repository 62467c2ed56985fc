#include <doctest.h>

#include <string>

#include "conversation.h"

using stdnet::Output;
namespace handlers = stdnet::handlers;

namespace {

handlers::Factory lines(std::size_t max_line = 1000) {
  return handlers::lines({.max_line = max_line, .max_value = 0, .store = nullptr});
}

std::string answer(std::string_view bytes) {
  return conversation(lines(), {bytes}).replies;
}

}  // namespace

TEST_CASE("lines answers each line in upper case") {
  CHECK(answer("hello\nworld\n") == "HELLO\nWORLD\n");
  CHECK(answer("straße\n") == "STRASSE\n");
  CHECK(answer("Already UP, 123\n") == "ALREADY UP, 123\n");
}

TEST_CASE("lines frames as BufRead::lines does") {
  CHECK(answer("a\r\nb\n") == "A\nB\n");
  CHECK(answer("a\r\r\n") == "A\r\n");      // one '\r' belongs to the end of the line
  CHECK(answer("a\rb\n") == "A\rB\n");      // another does not
  CHECK(answer("\n\r\n") == "\n\n");        // empty lines are lines
  CHECK(answer("a\nlast") == "A\nLAST\n");  // the last one may do without its end
  CHECK(answer("last\r") == "LAST\r\n");    // and then keeps its '\r'
  CHECK(answer("").empty());
  CHECK(answer("  kept  \n") == "  KEPT  \n");
}

TEST_CASE("lines says bye to quit, whatever white space is around it, and hears no more") {
  for (const char* quit : {"quit\n", "quit\r\n", " \t quit\r\r\n", "\u3000quit\u00A0\n"}) {
    const Conversation talk = conversation(lines(), {"one\n", quit, "two\n"});
    CHECK(talk.replies == "ONE\nbye\n");
    CHECK(talk.closed);
    CHECK_FALSE(talk.error);
  }
  CHECK(answer("one\nquit") == "ONE\nbye\n");
  CHECK(answer("Quit\nquit now\nquits\n\"quit\"\n") == "QUIT\nQUIT NOW\nQUITS\n\"QUIT\"\n");
}

TEST_CASE("lines ends where a line is not UTF-8, and says nothing to it") {
  for (const char* bad : {"caf\xE9\n", "\xFF\n", "quit\xC3\n", "cut short \xE2\x82"}) {
    const Conversation talk = conversation(lines(), {"before\n", bad, "\nafter\n"});
    CHECK(talk.replies == "BEFORE\n");
    REQUIRE(talk.error);
    CHECK(talk.error->kind == stdnet::ErrorKind::InvalidData);
    CHECK(talk.error->text == "stream did not contain valid UTF-8");
  }
}

TEST_CASE("lines ends where a line is longer than it may be") {
  // The limit counts the newline.
  CHECK(conversation(lines(5), {"abcd\n"}).replies == "ABCD\n");
  for (const char* bytes : {"abcde\n", "abcde", "x\nabcdef"}) {
    const Conversation talk = conversation(lines(5), {bytes, "more\n"});
    CHECK(talk.replies == std::string(bytes[1] == '\n' ? "X\n" : "") + "ERR line too long\n");
    REQUIRE(talk.error);
    CHECK(talk.error->code == "ERR_LIMIT_EXCEEDED");
  }
}

TEST_CASE("lines: however the bytes arrive, the replies are the same") {
  however_it_arrives(lines(), "grüße\r\n\r\nsecond \u01C6\nlast", [](const Conversation& talk) {
    CHECK(talk.replies == "GRÜSSE\n\nSECOND \u01C4\nLAST\n");
    CHECK_FALSE(talk.error);
  });
  however_it_arrives(lines(), "a\n quit\r\nb\n",
                     [](const Conversation& talk) { CHECK(talk.replies == "A\nbye\n"); });
  however_it_arrives(lines(8), "short\nmuch too long\n", [](const Conversation& talk) {
    CHECK(talk.replies == "SHORT\nERR line too long\n");
  });
}

TEST_CASE("lines answers requests that came together in one turn, up to the high-water mark") {
  Conversation few(lines());
  std::string requests;
  std::string expected;
  for (int i = 0; i < 32; ++i) {
    requests += "request\n";
    expected += "REQUEST\n";
  }
  few.say(requests);
  CHECK(few.turns == 1);
  CHECK(few.replies == expected);

  const auto handler = lines()->make();
  const std::string many(10 * Output::kHighWater, '\n');
  Output out;
  const stdnet::Turn turn = handler->on_bytes(bytes_of(many), out);
  CHECK(turn.next == stdnet::Next::Again);
  CHECK(turn.consumed == Output::kHighWater);
  CHECK(out.bytes().size() == Output::kHighWater);

  Conversation all(lines());
  all.say(many);
  CHECK(all.turns == 10);
  const bool right = all.replies == many;  // not to be printed
  CHECK(right);
}
