#include <doctest.h>

#include <string>
#include <string_view>

#include "native/handlers/echo.h"
#include "native/handlers/kv.h"

using stdnet::Next;
using stdnet::Output;
using stdnet::Turn;

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string text_of(const Output& out) {
  return {out.bytes().begin(), out.bytes().end()};
}

}  // namespace

TEST_CASE("echo answers with the very bytes that came, without a copy") {
  const auto handler = stdnet::handlers::echo()->make();
  const std::string text = "anything\0at all";
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

TEST_CASE("kv keeps one store for all its connections, and tells why it ended one") {
  const auto factory = stdnet::handlers::kv(
      std::make_shared<stdnet::kv::Store>(stdnet::kv::Seed{1, 2}), {.max_line = 20});
  const auto writer = factory->make();
  const auto reader = factory->make();
  Output out;
  CHECK(writer->on_bytes(bytes_of("SET k v\nGE"), out).consumed == 8);
  out.clear();
  reader->on_end(bytes_of("GET k"), out);
  CHECK(text_of(out) == "v\n");
  CHECK_FALSE(reader->take_error());
  out.clear();
  CHECK(writer->on_bytes(bytes_of(std::string(20, 'x')), out).next == Next::Close);
  CHECK(text_of(out) == "ERR line too long\n");
  CHECK(writer->take_error()->code == "ERR_LIMIT_EXCEEDED");
}
