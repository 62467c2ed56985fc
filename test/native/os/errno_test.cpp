#include "native/os/errno.h"

#include <doctest.h>

#include <cerrno>
#include <climits>
#include <clocale>
#include <set>

using namespace stdnet;

TEST_CASE("kinds: Rust's table") {
  CHECK(os::kind_of(EADDRINUSE) == ErrorKind::AddrInUse);
  CHECK(os::kind_of(EAGAIN) == ErrorKind::WouldBlock);
  CHECK(os::kind_of(EACCES) == ErrorKind::PermissionDenied);
  CHECK(os::kind_of(EPERM) == ErrorKind::PermissionDenied);
  CHECK(os::kind_of(EOPNOTSUPP) == ErrorKind::Unsupported);
  CHECK(os::kind_of(EMFILE) == ErrorKind::Uncategorized);
  CHECK(os::kind_of(EMSGSIZE) == ErrorKind::Uncategorized);
  // Kinds that are not stable in Rust.
  CHECK(os::kind_of(ELOOP) == ErrorKind::Uncategorized);
  CHECK(os::kind_of(EINPROGRESS) == ErrorKind::Uncategorized);
  for (const int none : {0, -1, 9999, INT_MIN, INT_MAX})
    CHECK(os::kind_of(none) == ErrorKind::Uncategorized);
}

TEST_CASE("codes: Node's names") {
  CHECK(os::code_of(EADDRINUSE) == "EADDRINUSE");
  CHECK(os::code_of(EWOULDBLOCK) == "EAGAIN");
  CHECK(os::code_of(ENOTSUP) == "ENOTSUP");
  CHECK(os::code_of(EDEADLK) == "EDEADLK");
  for (const int none : {0, -1, -98, 9999, INT_MIN, INT_MAX}) CHECK(os::code_of(none) == "UNKNOWN");
}

#ifdef __linux__
TEST_CASE("codes: each number of Linux has a name of its own") {
  std::set<std::string_view> names;
  for (int number = 1; number <= 133; ++number) {
    if (number == 41 || number == 58) {  // never given out
      CHECK(os::code_of(number) == "UNKNOWN");
      continue;
    }
    CAPTURE(number);
    CHECK(os::code_of(number) != "UNKNOWN");
    CHECK(names.insert(os::code_of(number)).second);
  }
}
#endif

TEST_CASE("texts: the system's, in the C locale whatever setlocale said") {
#if defined(__linux__) && !defined(__GLIBC__)
  CHECK(os::text_of(EADDRINUSE) == "Address in use");  // musl's
#else
  CHECK(os::text_of(EADDRINUSE) == "Address already in use");
#endif
#ifdef __GLIBC__
  CHECK(os::text_of(9999) == "Unknown error 9999");
  CHECK(os::text_of(INT_MIN) == "Unknown error -2147483648");
#endif
  // Takes effect only where translations are installed.
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) std::setlocale(LC_ALL, "");
  CHECK(os::text_of(ECONNREFUSED) == "Connection refused");
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("display: with the number for an error of the system, without for any other") {
  CHECK(os::display(os::error_of(EPIPE, "send")) == "Broken pipe (os error 32)");
  CHECK(os::display(Error::invalid_input("no")) == "no");
}

TEST_CASE("an error of the system knows its number, name and call") {
  errno = ECONNRESET;
  const Error error = os::last_error("recv");
  CHECK(error.is(ECONNRESET));
  CHECK(error.kind == ErrorKind::ConnectionReset);
  CHECK(error.code == "ECONNRESET");
  CHECK(error.syscall == "recv");
  CHECK(error.text.empty());
  CHECK_FALSE(Error::invalid_input("x").is(0));
}
