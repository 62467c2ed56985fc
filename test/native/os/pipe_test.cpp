#include "native/os/pipe.h"

#include <doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "native/os/fd.h"

using stdnet::os::Fd;
using stdnet::os::peek_pipe;

TEST_CASE("what is in a pipe is copied and stays there") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const Fd read_end(ends[0]);
  const Fd write_end(ends[1]);
  REQUIRE(::write(write_end.get(), "signals", 7) == 7);
  std::array<char, 16> seen{};
  for (int i = 0; i < 2; ++i) {
    seen = {};
    REQUIRE(peek_pipe(read_end.get(), std::as_writable_bytes(std::span(seen))).value() == 7);
    CHECK(std::string_view(seen.data()) == "signals");
  }
  CHECK(peek_pipe(read_end.get(), std::as_writable_bytes(std::span(seen).first(3))).value() == 3);
  CHECK(::read(read_end.get(), seen.data(), seen.size()) == 7);
}

TEST_CASE("an empty pipe does not block who looks, and what is no pipe is an error") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const Fd read_end(ends[0]);
  const Fd write_end(ends[1]);
  std::array<std::byte, 16> seen{};
  CHECK_FALSE(peek_pipe(read_end.get(), seen).ok());
  CHECK(peek_pipe(-1, seen).error().is(EBADF));
}
