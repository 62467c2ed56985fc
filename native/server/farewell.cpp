#include "native/server/farewell.h"

#include <array>
#include <cstdint>

#include "native/os/socket.h"
#include "native/os/socket_options.h"

namespace stdnet::server {

void say_farewell(int fd, const FarewellLimits& limits) {
  using Clock = std::chrono::steady_clock;
  using std::chrono::microseconds;
  if (!os::shutdown(fd, SHUT_WR)) return;
  const auto deadline = Clock::now() + limits.time;
  std::array<std::uint8_t, 4096>
      dropped;  // NOLINT(cppcoreguidelines-pro-type-member-init): never read
  for (std::size_t bytes = 0; bytes < limits.bytes;) {
    const auto left = std::chrono::duration_cast<microseconds>(deadline - Clock::now());
    if (left <= microseconds(0) || !os::set_timeout(fd, os::Direction::Read, left)) return;
    const auto got = os::recv(fd, dropped);
    if (!got || got.value() == 0) return;
    bytes += got.value();
  }
}

}  // namespace stdnet::server
