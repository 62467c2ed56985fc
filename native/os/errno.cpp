#include "native/os/errno.h"

#include <cerrno>

#include "native/os/unix/errno_names.h"

namespace stdnet::os {

// Rust has two more kinds, FilesystemLoop (ELOOP) and InProgress (EINPROGRESS), which are not stable: no program can
// name them, so here they are Uncategorized.
ErrorKind kind_of(int number) {
  switch (number) {
    case E2BIG:
      return ErrorKind::ArgumentListTooLong;
    case EADDRINUSE:
      return ErrorKind::AddrInUse;
    case EADDRNOTAVAIL:
      return ErrorKind::AddrNotAvailable;
    case EBUSY:
      return ErrorKind::ResourceBusy;
    case ECONNABORTED:
      return ErrorKind::ConnectionAborted;
    case ECONNREFUSED:
      return ErrorKind::ConnectionRefused;
    case ECONNRESET:
      return ErrorKind::ConnectionReset;
    case EDEADLK:
      return ErrorKind::Deadlock;
    case EDQUOT:
      return ErrorKind::QuotaExceeded;
    case EEXIST:
      return ErrorKind::AlreadyExists;
    case EFBIG:
      return ErrorKind::FileTooLarge;
    case EHOSTUNREACH:
      return ErrorKind::HostUnreachable;
    case EINTR:
      return ErrorKind::Interrupted;
    case EINVAL:
      return ErrorKind::InvalidInput;
    case EISDIR:
      return ErrorKind::IsADirectory;
    case ENOENT:
      return ErrorKind::NotFound;
    case ENOMEM:
      return ErrorKind::OutOfMemory;
    case ENOSPC:
      return ErrorKind::StorageFull;
    case EMLINK:
      return ErrorKind::TooManyLinks;
    case ENAMETOOLONG:
      return ErrorKind::InvalidFilename;
    case ENETDOWN:
      return ErrorKind::NetworkDown;
    case ENETUNREACH:
      return ErrorKind::NetworkUnreachable;
    case ENOTCONN:
      return ErrorKind::NotConnected;
    case ENOTDIR:
      return ErrorKind::NotADirectory;
    case ENOTEMPTY:
      return ErrorKind::DirectoryNotEmpty;
    case EPIPE:
      return ErrorKind::BrokenPipe;
    case EROFS:
      return ErrorKind::ReadOnlyFilesystem;
    case ESPIPE:
      return ErrorKind::NotSeekable;
    case ESTALE:
      return ErrorKind::StaleNetworkFileHandle;
    case ETIMEDOUT:
      return ErrorKind::TimedOut;
    case ETXTBSY:
      return ErrorKind::ExecutableFileBusy;
    case EXDEV:
      return ErrorKind::CrossesDevices;
    case ENOSYS:
    case EOPNOTSUPP:
      return ErrorKind::Unsupported;
    case EACCES:
    case EPERM:
      return ErrorKind::PermissionDenied;
    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
      return ErrorKind::WouldBlock;
    default:
      return ErrorKind::Uncategorized;
  }
}

#define STDNET_CASE(name) \
  case name:              \
    return #name;

std::string_view code_of(int number) {
  switch (number) {
    STDNET_ERRNO_NAMES_COMMON(STDNET_CASE)
    STDNET_ERRNO_NAMES_OWN(STDNET_CASE)
    default:
      return "UNKNOWN";
  }
}

#undef STDNET_CASE

std::string display(const Error& error) {
  if (!error.os_error) return error.text;
  return text_of(*error.os_error) + " (os error " + std::to_string(*error.os_error) + ")";
}

bool would_block(const Error& error) {
  return error.is(EAGAIN) || error.is(EWOULDBLOCK);
}

Error error_of(int number, std::string_view syscall) {
  return Error::of_system(kind_of(number), number, code_of(number), syscall);
}

Error last_error(std::string_view syscall) {
  return error_of(errno, syscall);
}

}  // namespace stdnet::os
