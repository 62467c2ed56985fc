#include "native/relay/backlog.h"

#include <doctest.h>

#include <random>
#include <string>
#include <string_view>

#include "native/core/text.h"

using stdnet::bytes_of;
using stdnet::relay::Backlog;

namespace {

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("nothing waits, at first and after all was sent") {
  Backlog backlog;
  CHECK(backlog.empty());
  CHECK(backlog.front().empty());
  CHECK(backlog.append({}));
  CHECK(backlog.empty());
  CHECK(backlog.append(bytes_of("some")));
  CHECK_FALSE(backlog.empty());
  backlog.sent(4);
  CHECK(backlog.empty());
  CHECK(backlog.front().empty());
  CHECK(backlog.append(bytes_of("more")));
  backlog.clear();
  CHECK(backlog.size() == 0);
  CHECK(backlog.front().empty());
}

TEST_CASE("small pieces lie together, and a part of them can be sent") {
  Backlog backlog;
  CHECK(backlog.append(bytes_of("abc")));
  CHECK(backlog.append(bytes_of("def")));
  CHECK(text_of(backlog.front()) == "abcdef");
  backlog.sent(2);
  CHECK(backlog.append(bytes_of("ghi")));
  CHECK(text_of(backlog.front()) == "cdefghi");
  CHECK(backlog.size() == 7);
}

TEST_CASE("a large piece stays whole") {
  Backlog backlog;
  const std::string large(10'000'000, 'x');
  CHECK(backlog.append(bytes_of("y")));
  CHECK(backlog.append(bytes_of(large)));
  CHECK(text_of(backlog.front()) == "y");
  backlog.sent(1);
  CHECK(text_of(backlog.front()) == large);
}

TEST_CASE("pieces of any size come out as they went in") {
  std::minstd_rand random(1);
  Backlog backlog;
  std::string in;
  std::string out;
  for (int i = 0; i < 2'000; ++i) {
    const std::string piece(random() % (random() % 20 == 0 ? 200'000 : 300),
                            static_cast<char>('a' + i % 26));
    CHECK(backlog.append(bytes_of(piece)));
    in += piece;
    const auto front = text_of(backlog.front());
    if (front.empty()) continue;
    const std::size_t size = 1 + random() % front.size();
    out += front.substr(0, size);
    backlog.sent(size);
    REQUIRE(backlog.size() == in.size() - out.size());
  }
  while (!backlog.empty()) {
    out += text_of(backlog.front());
    backlog.sent(backlog.front().size());
  }
  CHECK(in == out);
}
