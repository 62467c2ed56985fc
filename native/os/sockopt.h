#pragma once

#include <sys/socket.h>

#include "native/core/result.h"
#include "native/os/errno.h"

/// setsockopt(2) and getsockopt(2) for a value of any type. Threads: any.
namespace stdnet::os {

template <typename T>
[[nodiscard]] Result<void> set_sockopt(int fd, int level, int name, const T& value) {
  if (::setsockopt(fd, level, name, &value, sizeof value) < 0) return last_error("setsockopt");
  return {};
}

template <typename T>
[[nodiscard]] Result<T> get_sockopt(int fd, int level, int name) {
  T value{};
  socklen_t size = sizeof value;
  if (::getsockopt(fd, level, name, &value, &size) < 0) return last_error("getsockopt");
  return value;
}

}  // namespace stdnet::os
