#pragma once

#include <string>
#include <string_view>

#include "native/core/error.h"

namespace stdnet::os {

/// Rust's `decode_error_kind` for this platform.
[[nodiscard]] ErrorKind kind_of(int number);
/// Node's name of it ("EADDRINUSE"); "UNKNOWN" for a number that has none.
[[nodiscard]] std::string_view code_of(int number);
/// The system's text, as strerror gives it in the C locale.
[[nodiscard]] std::string text_of(int number);
/// Rust's Display: the text, and " (os error N)" for an error of the operating system.
[[nodiscard]] std::string display(const Error& error);

/// A call that does not wait, or not for longer, found nothing to do: EAGAIN, by either of its names.
[[nodiscard]] bool would_block(const Error& error);

/// The Error for `number`, from the system call of that name (a literal).
[[nodiscard]] Error error_of(int number, std::string_view syscall);
/// The Error for the current `errno`.
[[nodiscard]] Error last_error(std::string_view syscall);

}  // namespace stdnet::os
