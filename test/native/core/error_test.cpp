#include "native/core/error.h"

#include <doctest.h>

#include <type_traits>
#include <utility>

#include "native/core/result.h"

using stdnet::Error;
using stdnet::ErrorKind;
using stdnet::Result;

namespace {

stdnet::SocketAddress somewhere() {
  stdnet::SocketAddress address;
  address.ip = stdnet::IpAddress::v4(192, 0, 2, 7);
  address.port = 80;
  return address;
}

Error whole() {
  Error error = Error::of_system(ErrorKind::ConnectionRefused, 111, "ECONNREFUSED", "connect");
  error.text = "a text that is too long to lie within the string itself";
  return std::move(error).at(somewhere());
}

void check_whole(const Error& error) {
  CHECK(error.kind == ErrorKind::ConnectionRefused);
  CHECK(error.is(111));
  CHECK_FALSE(error.is(110));
  CHECK(error.code == "ECONNREFUSED");
  CHECK(error.syscall == "connect");
  CHECK(error.text == "a text that is too long to lie within the string itself");
  REQUIRE(error.address);
  CHECK(*error.address == somewhere());
}

}  // namespace

TEST_CASE("an error is whole after it was copied, moved and assigned") {
  Error first = whole();
  const Error copy = first;
  check_whole(copy);
  Error moved = std::move(first);
  check_whole(moved);
  Error other = Error::out_of_memory();
  other = copy;
  check_whole(other);
  other = Error::invalid_input("no");
  other = std::move(moved);
  check_whole(other);
  static_assert(std::is_nothrow_move_constructible_v<Error>);
}

TEST_CASE("a result holds the error that it was given, and leaves one that is kept elsewhere") {
  const Error kept = whole();
  const Result<int> copied = kept;
  const Result<void> nothing = kept;
  check_whole(kept);
  check_whole(copied.error());
  check_whole(nothing.error());
  Result<int> one = whole();
  const Result<int> passed_on = std::move(one).error();
  check_whole(passed_on.error());
}

TEST_CASE("an error of no system call has its own text, and no errno") {
  const Error invalid = Error::invalid_input("not a port");
  CHECK(invalid.kind == ErrorKind::InvalidInput);
  CHECK(invalid.code == "ERR_INVALID_INPUT");
  CHECK(invalid.text == "not a port");
  CHECK(invalid.syscall.empty());
  CHECK_FALSE(invalid.os_error);
  CHECK_FALSE(invalid.address);
  CHECK(Error::out_of_memory().kind == ErrorKind::OutOfMemory);
  const Error timed_out = Error::of(ErrorKind::TimedOut, "ERR_IDLE_TIMEOUT", "idle", "recv");
  CHECK(timed_out.syscall == "recv");
}
