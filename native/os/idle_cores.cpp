#include "native/os/idle_cores.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "native/os/process.h"

namespace stdnet::os {
namespace {

/// "0.20 0.18 0.12 1/80 11206\n": the number before the slash are the threads that run or would.
int running_of(std::string_view loadavg) {
  for (int skipped = 0; skipped < 3; ++skipped) {
    loadavg.remove_prefix(std::min(loadavg.find(' ') + 1, loadavg.size()));
  }
  int running = 0;
  const auto read = std::from_chars(loadavg.data(), loadavg.data() + loadavg.size(), running);
  return read.ec == std::errc() ? running : -1;
}

}  // namespace

IdleCores IdleCores::open() {
  return {Fd(::open("/proc/loadavg", O_RDONLY | O_CLOEXEC)),
          static_cast<int>(allowed_cores().size())};
}

bool IdleCores::any() const {
  if (!loadavg_) return false;
  std::array<char, 64> text{};
  const ssize_t size = ::pread(loadavg_.get(), text.data(), text.size(), 0);
  if (size <= 0) return false;
  const int running = running_of({text.data(), static_cast<std::size_t>(size)});
  return running >= 0 && running <= cores_;
}

}  // namespace stdnet::os
