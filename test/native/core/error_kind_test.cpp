#include "native/core/error_kind.h"

#include <doctest.h>

#include <set>
#include <string>

using namespace stdnet;

TEST_CASE("every kind has a name of its own") {
  std::set<std::string_view> names;
  for (int i = 0; i < kErrorKindCount; ++i) names.insert(name_of(static_cast<ErrorKind>(i)));
  CHECK(names.size() == kErrorKindCount);
  CHECK(names.count("") == 0);
}

TEST_CASE("names stand where their kinds stand") {
  CHECK(name_of(ErrorKind::NotFound) == "NotFound");
  CHECK(name_of(ErrorKind::AddrInUse) == "AddrInUse");
  CHECK(name_of(ErrorKind::WouldBlock) == "WouldBlock");
  CHECK(name_of(ErrorKind::TimedOut) == "TimedOut");
  CHECK(name_of(ErrorKind::Interrupted) == "Interrupted");
  CHECK(name_of(ErrorKind::UnexpectedEof) == "UnexpectedEof");
  CHECK(name_of(ErrorKind::Other) == "Other");
}
