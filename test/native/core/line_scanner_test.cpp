#include "native/core/line_scanner.h"

#include <doctest.h>

#include <string>

#include "native/core/text.h"

using stdnet::LineScanner;
using Found = stdnet::LineScanner::Found;

namespace {

using stdnet::bytes_of;

}  // namespace

TEST_CASE("a line comes without its ending, and says how long it was") {
  LineScanner scanner(100);
  LineScanner::Line line;
  REQUIRE(scanner.next(bytes_of("one\ntwo\n"), line) == Found::Line);
  CHECK(line.text == "one");
  CHECK(line.size == 4);
  REQUIRE(scanner.next(bytes_of("two\r\n"), line) == Found::Line);
  CHECK(line.text == "two");
  CHECK(line.size == 5);
  REQUIRE(scanner.next(bytes_of("\r\n"), line) == Found::Line);
  CHECK(line.text.empty());
  REQUIRE(scanner.next(bytes_of("\n"), line) == Found::Line);
  CHECK(line.text.empty());
  CHECK(LineScanner::last(bytes_of("end\r")).text == "end\r");
}

TEST_CASE("a line that arrives byte by byte is found once it is whole") {
  const std::string whole = "trickle\r\n";
  LineScanner scanner(100);
  LineScanner::Line line;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(scanner.next(bytes_of(whole).first(size), line) == Found::Partial);
  }
  REQUIRE(scanner.next(bytes_of(whole), line) == Found::Line);
  CHECK(line.text == "trickle");
}

TEST_CASE("the limit counts the newline") {
  LineScanner::Line line;
  CHECK(LineScanner(4).next(bytes_of("abc\n"), line) == Found::Line);
  CHECK(LineScanner(4).next(bytes_of("abc"), line) == Found::Partial);
  CHECK(LineScanner(4).next(bytes_of("abcd"), line) == Found::TooLong);
  CHECK(LineScanner(4).next(bytes_of("abcd\n"), line) == Found::TooLong);
}
