#include "native/os/random.h"

#include <doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "native/os/fd.h"

using stdnet::os::Fd;
using stdnet::os::random_bits;

namespace {

bool nothing_to_be_had = false;
std::uint64_t next = 0;

}  // namespace

/// In place of the system's: a program's own comes first.
extern "C" int getentropy(void* into, std::size_t size) {
  if (nothing_to_be_had) {
    errno = ENOSYS;
    return -1;
  }
  next += 0x0123'4567'89ab'cdef;
  std::memcpy(into, &next, size);
  return 0;
}

TEST_CASE("all bits are the system's") {
  CHECK(random_bits() == 0x0123'4567'89ab'cdef);
  CHECK(random_bits() == 2 * 0x0123'4567'89ab'cdefU);
}

TEST_CASE("without any the process ends, and says why") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const Fd read_end(ends[0]);
  Fd write_end(ends[1]);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    ::dup2(write_end.get(), STDERR_FILENO);
    nothing_to_be_had = true;
    static_cast<void>(random_bits());
    ::_exit(0);
  }
  write_end.reset();
  std::string said;
  std::array<char, 256> text{};
  for (ssize_t size = 0; (size = ::read(read_end.get(), text.data(), text.size())) > 0;)
    said.append(text.data(), static_cast<std::size_t>(size));
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGABRT);
  CHECK(said.find("getentropy") != std::string::npos);
}
