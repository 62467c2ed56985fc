#pragma once

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
/// What it does is a function: in each place that may fail, copies of it would be a sixth of the code. `noinline` has what stands in
/// the most of them, which link-time optimization would put back.
struct Error {
  ErrorKind kind;
  std::optional<int> os_error;
  std::string_view code;     ///< Node's: "EADDRINUSE", or "ERR_…" where there is no errno
  std::string_view syscall;  ///< empty where no system call is concerned
  std::string text;  ///< without " (os error N)"; empty for an error of the operating system
  std::optional<SocketAddress> address;  ///< the peer or local address concerned

  Error(const Error& other);
  [[gnu::noinline]] Error(Error&& other) noexcept;
  Error& operator=(const Error& other);
  Error& operator=(Error&& other) noexcept;
  [[gnu::noinline]] ~Error();

  /// What an errno stands for.
  static Error of_system(ErrorKind kind, int number, std::string_view code,
                         std::string_view syscall);
  /// An error that no errno stands for.
  [[gnu::noinline]] static Error of(ErrorKind kind, std::string_view code, std::string text,
                                    std::string_view syscall = {});
  static Error invalid_input(std::string text);
  static Error out_of_memory();

  [[nodiscard]] bool is(int number) const { return os_error == number; }

  /// The same error, of this address.
  [[nodiscard]] Error at(const SocketAddress& where) &&;

 private:
  Error(ErrorKind what, std::string_view named, std::string_view by);
};

}  // namespace stdnet
