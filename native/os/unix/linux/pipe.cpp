#if defined(__linux__)

#include "native/os/pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "native/os/errno.h"
#include "native/os/fd.h"

namespace stdnet::os {

Result<std::size_t> peek_pipe(int pipe, std::span<std::byte> into) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return last_error("pipe2");
  const Fd read_end(ends[0]);
  const Fd write_end(ends[1]);
  if (::tee(pipe, write_end.get(), into.size(), SPLICE_F_NONBLOCK) < 0) return last_error("tee");
  const ssize_t size = ::read(read_end.get(), into.data(), into.size());
  if (size < 0) return last_error("read");
  return static_cast<std::size_t>(size);
}

}  // namespace stdnet::os

#endif
