#include "native/core/error.h"

#include <utility>

namespace stdnet {

Error::Error(ErrorKind what, std::string_view named, std::string_view by)
    : kind(what), code(named), syscall(by) {}

Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) noexcept = default;
Error::~Error() = default;

Error Error::of_system(ErrorKind kind, int number, std::string_view code,
                       std::string_view syscall) {
  Error error(kind, code, syscall);
  error.os_error = number;
  return error;
}

Error Error::of(ErrorKind kind, std::string_view code, std::string text, std::string_view syscall) {
  Error error(kind, code, syscall);
  error.text = std::move(text);
  return error;
}

Error Error::invalid_input(std::string text) {
  return of(ErrorKind::InvalidInput, "ERR_INVALID_INPUT", std::move(text));
}

Error Error::out_of_memory() {
  return of(ErrorKind::OutOfMemory, "ERR_MEMORY_ALLOCATION_FAILED", "out of memory");
}

Error Error::at(const SocketAddress& where) && {
  address = where;
  return std::move(*this);
}

}  // namespace stdnet
