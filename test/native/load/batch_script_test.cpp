#include "native/load/batch_script.h"

#include <doctest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include "conversation.h"
#include "native/load/kv_script.h"
#include "native/load/lines_script.h"

using stdnet::load::KvScript;
using stdnet::load::Tally;

namespace {

std::string text(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

/// The guide's server, for whole lines.
class Guide {
 public:
  Bytes answer(const Bytes& requests) {
    std::string rest = text(requests);
    std::string replies;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      replies += line(rest.substr(0, end));
      rest.erase(0, end + 1);
      ++lines;
    }
    CHECK(rest.empty());
    return {replies.begin(), replies.end()};
  }
  int lines = 0;
  int sets = 0;

 private:
  std::string line(const std::string& line) {
    const std::size_t space = line.find(' ', 4);
    if (line.starts_with("SET ")) {
      ++sets;
      values_[line.substr(4, space - 4)] = line.substr(space + 1);
      return "OK\n";
    }
    REQUIRE(line.starts_with("GET "));
    const auto found = values_.find(line.substr(4));
    return found == values_.end() ? "(nil)\n" : found->second + "\n";
  }
  std::map<std::string, std::string> values_;
};

}  // namespace

TEST_CASE("kv: every key is set first, and then the guide's server answers as foretold") {
  constexpr std::size_t kKeys = 10;
  for (const std::size_t pipeline : {1U, 4U, 32U}) {
    CAPTURE(pipeline);
    KvScript script(3, 99, {pipeline, kKeys, 24});
    Guide guide;
    Tally tally = running();
    int batches = 0;
    while (guide.lines < 2000) {
      const Bytes replies = guide.answer(say(script, at(10)));
      ++batches;
      REQUIRE(guide.lines == batches * static_cast<int>(pipeline));
      if (guide.lines <= static_cast<int>(kKeys)) REQUIRE(guide.sets == guide.lines);
      REQUIRE(script.received(std::span(replies).first(replies.size() / 2), at(20), tally).ok());
      REQUIRE(script.received(std::span(replies).subspan(replies.size() / 2), at(30), tally).ok());
      REQUIRE(script.warm() == (guide.lines >= static_cast<int>(kKeys)));
    }
    CHECK(tally.requests == static_cast<std::uint64_t>(guide.lines));
    CHECK(tally.latency.percentile(50) == 20'000);
    // Half and half: 2,000 throws of a coin are out of this range once in 10^18 times, and the seed is fixed.
    CHECK(guide.sets > 800);
    CHECK(guide.sets < 1200);
    script.stop();
    CHECK(script.to_send(at(0)).empty());
    CHECK(script.idle());
  }
}

TEST_CASE("kv: what is asked has the shape that was wanted") {
  KvScript script(1, 5, {.pipeline = 50, .keys = 100, .value_size = 100, .reads = 0.9, .zipf = 2});
  Guide guide;
  Tally tally = running();
  std::string asked;
  while (guide.lines < 5'050) {
    const Bytes said = say(script, at(1));
    if (guide.lines >= 100) asked += text(said);
    REQUIRE(script.received(guide.answer(said), at(2), tally).ok());
  }
  const auto count = [&asked](std::string_view what) {
    int times = 0;
    for (auto found = asked.find(what); found != std::string::npos;
         found = asked.find(what, found + 1))
      ++times;
    return times;
  };
  // Of 4,950, after the keys have been set: expected are 4,455, and 3,027 of the first key.
  CHECK(count("GET ") == 4950 - count("SET "));
  CHECK(count("GET ") > 4'350);
  CHECK(count("GET ") < 4'550);
  CHECK(count(" 1:0 ") + count(" 1:0\n") > 2'850);
  CHECK(count(" 1:0 ") + count(" 1:0\n") < 3'200);
  CHECK(asked.find('\n', asked.find("SET 1:0 ")) - asked.find("SET 1:0 ") == 8 + 100);
}

TEST_CASE("kv: a share of 0 or 1 is kept to") {
  for (const double reads : {0.0, 1.0}) {
    KvScript script(1, 5, {.pipeline = 10, .keys = 10, .reads = reads});
    Guide guide;
    Tally tally = running();
    while (guide.lines < 200)
      REQUIRE(script.received(guide.answer(say(script, at(1))), at(2), tally).ok());
    CHECK(guide.sets == (reads == 0 ? 200 : 10));
  }
}

TEST_CASE("kv: a stale value, a reply too many and a reply before the question are found") {
  Tally tally = running();
  KvScript script(0, 1, {1, 1, 16});
  Guide guide;
  REQUIRE(script.received(guide.answer(say(script, at(1))), at(2), tally).ok());

  // Until the server's answer to a GET is one that was set before the last.
  KvScript forgetful(0, 2, {8, 1, 16});
  Guide stale;
  const Bytes first = say(forgetful, at(1));
  Bytes replies = stale.answer(first);
  replies[3] ^= 1U;
  const auto wrong = forgetful.received(replies, at(2), tally);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().text.starts_with("byte 3 of the replies is 0x"));

  KvScript more(0, 3, {1, 1, 16});
  Bytes ok = guide.answer(say(more, at(1)));
  ok.push_back('O');
  CHECK_FALSE(more.received(ok, at(2), tally).ok());

  KvScript unasked(0, 4, {1, 1, 16});
  REQUIRE_FALSE(unasked.to_send(at(0)).empty());
  const std::string early = "OK\n";
  CHECK_FALSE(unasked.received(Bytes(early.begin(), early.end()), at(1), tally).ok());
}

TEST_CASE("lines are asked for as they are and expected in upper case, a batch at a time") {
  stdnet::load::LinesScript script(3, 7, {.pipeline = 4, .size = 32});
  Tally tally = running();
  for (int batch = 0; batch < 50; ++batch) {
    CHECK(script.warm() == (batch > 0));
    Bytes said = say(script, at(batch));
    CHECK(said.size() == 4 * 32);
    CHECK(std::count(said.begin(), said.end(), '\n') == 4);
    for (auto& byte : said) byte = static_cast<std::uint8_t>(std::toupper(byte));
    REQUIRE(script.received(said, at(batch + 1), tally).ok());
  }
  CHECK(tally.requests == 200);
  Bytes said = say(script, at(60));
  REQUIRE_FALSE(script.received(said, at(61), tally).ok());
}

TEST_CASE("open loop: a batch begins when it is due and the one before it is answered") {
  KvScript script(0, 1, {.pipeline = 4, .keys = 4, .value_size = 16});
  Guide guide;
  Tally tally = running();
  REQUIRE(script.received(guide.answer(say(script, at(1))), at(2), tally).ok());
  REQUIRE(script.warm());
  script.open(at(100), std::chrono::microseconds(10));
  CHECK(say(script, at(99)).empty());
  const Bytes asked = say(script, at(125));
  REQUIRE_FALSE(asked.empty());
  CHECK(say(script, at(130)).empty());
  tally = running();
  tally.until = at(150);
  REQUIRE(script.received(guide.answer(asked), at(140), tally).ok());
  CHECK(tally.requests == 4);
  CHECK(tally.latency.max() == 40'000);
  REQUIRE_FALSE(say(script, at(140)).empty());
  script.count_unanswered(tally);  // the batch of 110; those of 120, 130 and 140 have not begun
  CHECK(tally.waiting == 16);
}
