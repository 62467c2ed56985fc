#include "native/os/random.h"

#include <random>

namespace stdnet::os {

std::uint64_t random_bits() {
  // getentropy, getrandom or /dev/urandom: whichever the platform's library takes.
  std::random_device device;
  const std::uint64_t high = device();
  return high << 32U | device();
}

}  // namespace stdnet::os
