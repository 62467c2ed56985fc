#include "native/net/close.h"

#include <poll.h>

#include <memory>
#include <optional>
#include <utility>

#include "native/net/background.h"
#include "native/net/blocking.h"
#include "native/os/socket_options.h"
#include "native/os/wake.h"

namespace stdnet::net {

namespace {

bool lingers(int fd) {
  const auto seconds = os::linger(fd);
  return seconds && seconds.value().value_or(0) > 0;
}

struct Closing {
  os::Fd fd;
  std::optional<os::Wake> closed;  ///< empty: nobody waits
};

/// False: no thread is to be had, and it is closed already.
bool close_in_background(const std::shared_ptr<Closing>& closing) {
  const auto started = in_background("stdnet-close", [closing] {
    closing->fd.reset();
    if (closing->closed) closing->closed->wake();
  });
  if (!started) closing->fd.reset();
  return started.ok();
}

}  // namespace

void close(Waiter& waiter, os::Fd fd) {
  if (!fd || !lingers(fd.get())) return;
  auto wake = os::Wake::create();
  if (!wake) return;
  const auto closing = std::make_shared<Closing>(Closing{std::move(fd), std::move(wake).value()});
  if (!close_in_background(closing)) return;

  Stay stay(waiter, closing->closed->fd());
  if (stay.refusal()) return;
  // Whatever ends the wait, the other thread goes on closing.
  (void)wait_until(waiter, closing->closed->fd(), POLLIN, std::nullopt, "close");
}

void close_unattended(os::Fd fd) {
  if (!fd || !lingers(fd.get())) return;
  close_in_background(std::make_shared<Closing>(Closing{std::move(fd), std::nullopt}));
}

}  // namespace stdnet::net
