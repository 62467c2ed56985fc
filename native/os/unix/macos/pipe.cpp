#if defined(__APPLE__)

#include "native/os/pipe.h"

#include <cerrno>

#include "native/os/errno.h"

namespace stdnet::os {

Result<std::size_t> peek_pipe(int /*pipe*/, std::span<std::byte> /*into*/) {
  return error_of(EOPNOTSUPP, "tee");
}

}  // namespace stdnet::os

#endif
