#include <array>
#include <cstddef>

#include "native/core/error_kind.h"

namespace stdnet {
namespace {

// In the order of the enumeration; error_kind.h's last variant checks the length.
constexpr std::array<std::string_view, kErrorKindCount> kNames = {
    "NotFound",
    "PermissionDenied",
    "ConnectionRefused",
    "ConnectionReset",
    "HostUnreachable",
    "NetworkUnreachable",
    "ConnectionAborted",
    "NotConnected",
    "AddrInUse",
    "AddrNotAvailable",
    "NetworkDown",
    "BrokenPipe",
    "AlreadyExists",
    "WouldBlock",
    "NotADirectory",
    "IsADirectory",
    "DirectoryNotEmpty",
    "ReadOnlyFilesystem",
    "StaleNetworkFileHandle",
    "InvalidInput",
    "InvalidData",
    "TimedOut",
    "WriteZero",
    "StorageFull",
    "NotSeekable",
    "QuotaExceeded",
    "FileTooLarge",
    "ResourceBusy",
    "ExecutableFileBusy",
    "Deadlock",
    "CrossesDevices",
    "TooManyLinks",
    "InvalidFilename",
    "ArgumentListTooLong",
    "Interrupted",
    "Unsupported",
    "UnexpectedEof",
    "OutOfMemory",
    "Other",
    "Uncategorized",
};
static_assert(kNames.back() == "Uncategorized", "a kind without a name");
static_assert(kNames[static_cast<std::size_t>(ErrorKind::WriteZero)] == "WriteZero");

}  // namespace

std::string_view name_of(ErrorKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kNames.size() ? kNames[index] : "Uncategorized";
}

}  // namespace stdnet
