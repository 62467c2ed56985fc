#include "native/kv/resp/parser.h"

#include <doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "native/core/text.h"

using stdnet::kv::Limits;
using stdnet::kv::resp::Parser;

namespace {

using Request = std::vector<std::string>;
using Found = Parser::Found;

using stdnet::bytes_of;

/// A parser as a connection drives it: unconsumed bytes come again, at another place, before new ones.
class Driver {
 public:
  explicit Driver(const Limits& limits = {}) : parser_(limits) {}

  void send(std::string_view text) {
    pending_ = pending_ + std::string(text);
    while (fault.empty()) {
      const auto bytes = bytes_of(pending_);
      const Found found = parser_.next(bytes);
      if (found == Found::Partial) return;
      if (found == Found::Malformed) {
        fault = parser_.fault().text;
        limit = parser_.fault().limit;
        return;
      }
      const auto arguments = parser_.arguments(bytes);
      requests.emplace_back(arguments.begin(), arguments.end());
      pending_ = pending_.substr(parser_.size());
    }
  }

  std::vector<Request> requests;
  std::string fault;
  bool limit = false;

 private:
  Parser parser_;
  std::string pending_;
};

Driver driven(std::string_view text, const Limits& limits = {}) {
  Driver driver(limits);
  driver.send(text);
  return driver;
}

std::string bulk(std::string_view text) {
  return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

}  // namespace

TEST_CASE("arrays of bulk strings, for any bytes") {
  const std::string binary("\0\r\n\xff$3", 6);
  const Driver driver =
      driven("*1\r\n$4\r\nPING\r\n*3\r\n$3\r\nSET\r\n" + bulk(binary) + bulk("") + "*2\r\n");
  CHECK(driver.requests == std::vector<Request>{{"PING"}, {"SET", binary, ""}});
  CHECK(driver.fault.empty());
}

TEST_CASE("empty and negative arrays are requests of nothing") {
  CHECK(driven("*0\r\n*-1\r\n*-7\r\n*1\r\n$1\r\nx\r\n").requests ==
        std::vector<Request>{{}, {}, {}, {"x"}});
}

TEST_CASE("what stands where the end of a bulk string should is not looked at, as in Redis") {
  CHECK(driven("*1\rX$4\rYPINGxx*1\r\n$1\r\na\r\n").requests ==
        std::vector<Request>{{"PING"}, {"a"}});
}

TEST_CASE("inline requests stand between arrays") {
  CHECK(driven("*1\r\n$1\r\na\r\nGET  k\r\n\r\n  \n*1\r\n$1\r\nb\r\nPING\n").requests ==
        std::vector<Request>{{"a"}, {"GET", "k"}, {}, {}, {"b"}, {"PING"}});
}

TEST_CASE("whatever the cut, the requests are the same") {
  const std::string sent =
      "*2\r\n$3\r\nGET\r\n$12\r\n0123456789ab\r\nset 'a b' \"\\x41\"\r\n*0\r\n" +
      std::string("*3\r\n$0\r\n\r\n$1\r\n\n\r\n$2\r\n\r\n\r\nlast one\r\n");
  const Driver whole = driven(sent);
  REQUIRE(whole.requests.size() == 5);
  for (std::size_t first = 0; first <= sent.size(); ++first) {
    for (std::size_t second = first; second <= sent.size(); ++second) {
      Driver driver;
      driver.send(sent.substr(0, first));
      driver.send(sent.substr(first, second - first));
      driver.send(sent.substr(second));
      REQUIRE(driver.requests == whole.requests);
      REQUIRE(driver.fault.empty());
    }
  }
  Driver trickle;
  for (const char byte : sent) trickle.send({&byte, 1});
  CHECK(trickle.requests == whole.requests);
}

TEST_CASE("malformed requests end with Redis's words, and what came before them stands") {
  struct Case {
    std::string_view sent;
    std::string_view fault;
  };
  for (const Case& each : {
           Case{"*x\r\n", "invalid multibulk length"},
           Case{"*\r\n", "invalid multibulk length"},
           Case{"*1\n$4\r\nPING\r\n", "invalid multibulk length"},
           Case{"*01\r\n", "invalid multibulk length"},
           Case{"*+1\r\n", "invalid multibulk length"},
           Case{"* 1\r\n", "invalid multibulk length"},
           Case{"*-0\r\n", "invalid multibulk length"},
           Case{"*99999999999999999999999\r\n", "invalid multibulk length"},
           Case{"*1\r\nPING\r\n", "expected '$', got 'P'"},
           Case{"*1\r\n+5\r\n", "expected '$', got '+'"},
           Case{"*1\r\n\r\n", "expected '$', got ' '"},
           Case{"*2\r\n$1\r\na\r\n1\r\n", "expected '$', got '1'"},
           Case{"*1\r\n$\r\n", "invalid bulk length"},
           Case{"*1\r\n$-1\r\n", "invalid bulk length"},
           Case{"*1\r\n$04\r\nPING\r\n", "invalid bulk length"},
           Case{"*1\r\n$4x\r\nPING\r\n", "invalid bulk length"},
           Case{"PING \"a\r\n", "unbalanced quotes in request"},
           Case{"PING 'a'b\r\n", "unbalanced quotes in request"},
       }) {
    CAPTURE(each.sent);
    const std::string sent = "*1\r\n$1\r\na\r\n" + std::string(each.sent);
    for (std::size_t cut = 0; cut <= sent.size(); ++cut) {
      Driver driver;
      driver.send(sent.substr(0, cut));
      driver.send(sent.substr(cut));
      REQUIRE(driver.fault == each.fault);
      REQUIRE_FALSE(driver.limit);
      REQUIRE(driver.requests == std::vector<Request>{{"a"}});
    }
  }
}

TEST_CASE("limits: a value, a line, the number of arguments, a request") {
  const Limits limits{.max_line = 16, .max_value = 10};
  CHECK(driven("*1\r\n" + bulk("0123456789"), limits).requests.size() == 1);
  const auto over = [&](std::string_view sent, std::string_view fault) {
    CAPTURE(sent.substr(0, 40));
    for (const std::size_t cut : {std::size_t{0}, sent.size() / 2}) {
      Driver driver(limits);
      driver.send(sent.substr(0, cut));
      driver.send(sent.substr(cut));
      CHECK(driver.fault == fault);
      CHECK(driver.limit);
    }
  };
  over("*1\r\n$11\r\n", "invalid bulk length");
  over("*1\r\n" + bulk("01234567890"), "invalid bulk length");
  over("*1048577\r\n", "invalid multibulk length");
  over("*" + std::string(15, '1'), "too big mbulk count string");
  over("*1\r\n$" + std::string(15, '1'), "too big bulk count string");
  over(std::string(16, 'x'), "too big inline request");
  CHECK(driven("*" + std::string(14, '1'), limits).fault.empty());
  CHECK(driven("*1\r\n$" + std::string(14, '1'), limits).fault.empty());
  CHECK(driven(std::string(14, 'x') + "\r\n", limits).requests.size() == 1);

  Driver driver;
  const std::string value = bulk(std::string(1024 * 1024, 'v'));
  driver.send("*65\r\n");
  for (int i = 0; i < 63; ++i) driver.send(value);
  CHECK(driver.fault.empty());
  driver.send("$1048576\r\n");
  CHECK(driver.fault == "too big request");
  CHECK(driver.limit);
}

TEST_CASE(
    "a header over the limit of lines is refused, whether it trickles in or comes with its "
    "argument") {
  const Limits limits{.max_line = 3, .max_value = 100};
  const std::string within = "*1\r\n" + bulk("123456789");
  const std::string over = "*1\r\n" + bulk("1234567890");
  CHECK(driven(within, limits).requests == std::vector<Request>{{"123456789"}});
  for (std::size_t cut = 0; cut <= over.size(); ++cut) {
    Driver driver(limits);
    driver.send(over.substr(0, cut));
    driver.send(over.substr(cut));
    CHECK(driver.requests.empty());
    CHECK(driver.fault == "too big bulk count string");
    CHECK(driver.limit);
  }
}

TEST_CASE("a request costs what its bytes cost, however it trickles in") {
  // Each of these would take minutes if what has been seen were looked at again.
  const auto trickled = [](std::string_view sent, const Limits& limits = {}) {
    Parser parser(limits);
    std::size_t early = 0;
    for (std::size_t size = 1; size < sent.size(); ++size) {
      if (parser.next(bytes_of(sent.substr(0, size))) != Found::Partial) ++early;
    }
    CHECK(early == 0);
    return parser.next(bytes_of(sent));
  };
  SUBCASE("one large value") {
    CHECK(trickled("*1\r\n" + bulk(std::string(1024 * 1024, '\r'))) == Found::Request);
  }
  SUBCASE("many small ones") {
    std::string sent = "*200000\r\n";
    for (int i = 0; i < 200'000; ++i) sent += "$1\r\nx\r\n";
    CHECK(trickled(sent) == Found::Request);
  }
  SUBCASE("lines without end") {
    constexpr std::size_t kLine = std::size_t{4} * 1024 * 1024;
    const std::string digits(kLine - 2, '1');
    const Limits limits{.max_line = kLine};
    CHECK(trickled("*" + digits, limits) == Found::Partial);
    CHECK(trickled("*1\r\n$" + digits, limits) == Found::Partial);
    CHECK(trickled(digits, limits) == Found::Partial);
  }
}

TEST_CASE("random bytes: no cut changes what is found, and nothing is read beyond them") {
  constexpr std::string_view kAlphabet = "*$-+0123 \r\n\r\n\r\n'\"\\xaA";
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string sent = round % 2 == 0 ? "*2\r\n$1\r\na\r\n$2\r\nbc\r\n" : "";
    for (std::size_t i = random() % 30; i > 0; --i) sent += kAlphabet[random() % kAlphabet.size()];
    if (!sent.empty() && random() % 2 == 0) {
      sent[random() % sent.size()] = kAlphabet[random() % kAlphabet.size()];
    }
    const Driver whole = driven(sent);
    Driver cut;
    for (const char byte : sent) cut.send({&byte, 1});
    REQUIRE(cut.requests == whole.requests);
    REQUIRE(cut.fault == whole.fault);
  }
}
