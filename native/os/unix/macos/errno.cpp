#if defined(__APPLE__)

#include "native/os/errno.h"

#include <array>
#include <cstring>

namespace stdnet::os {

// There is no strerror_l, and what strerror gives is one buffer for all threads.
std::string text_of(int number) {
  std::array<char, 256> text{};
  // A number that has no text is an error too, and its text says so.
  static_cast<void>(::strerror_r(number, text.data(), text.size()));
  return text.data();
}

}  // namespace stdnet::os

#endif
