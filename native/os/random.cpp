#include "native/os/random.h"

#include <sys/random.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace stdnet::os {

// Not std::random_device: that there is nothing to be had it says by an exception, which nothing here could catch; and whom
// it asks is the standard library's choice, which may be a file.
std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  if (::getentropy(&bits, sizeof bits) != 0) {
    // A kernel or a sandbox without it. What is to be unpredictable must not go on with bits that are not.
    std::perror("stdnet: getentropy");
    std::abort();
  }
  return bits;
}

}  // namespace stdnet::os
