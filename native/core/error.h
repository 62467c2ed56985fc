#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "native/core/address.h"
#include "native/core/error_kind.h"

namespace stdnet {

/// Why an operation failed: what `std::io::Error` tells, and what Node's errors tell.
///
/// An error of the operating system has `os_error`; its text is the system's (see native/os/errno.h). Any other error
/// brings its own text. `code` and `syscall` are literals, so that building an error on a hot path (a timeout, a
/// would-block) allocates nothing.
struct Error {
  ErrorKind kind = ErrorKind::Other;
  std::optional<int> os_error;
  std::string_view code;     ///< Node's: "EADDRINUSE", or "ERR_…" where there is no errno
  std::string_view syscall;  ///< empty where no system call is concerned
  std::string text;  ///< without " (os error N)"; empty for an error of the operating system
  std::optional<SocketAddress> address;  ///< the peer or local address concerned

  /// An error that no errno stands for.
  static Error of(ErrorKind kind, std::string_view code, std::string text,
                  std::string_view syscall = {}) {
    return Error{kind, std::nullopt, code, syscall, std::move(text), std::nullopt};
  }
  static Error invalid_input(std::string text) {
    return of(ErrorKind::InvalidInput, "ERR_INVALID_INPUT", std::move(text));
  }

  static Error out_of_memory() {
    return of(ErrorKind::OutOfMemory, "ERR_MEMORY_ALLOCATION_FAILED", "out of memory");
  }

  [[nodiscard]] bool is(int number) const { return os_error == number; }

  /// The same error, of this address.
  [[nodiscard]] Error at(const SocketAddress& where) && {
    address = where;
    return std::move(*this);
  }
};

}  // namespace stdnet
