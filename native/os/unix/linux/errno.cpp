#if defined(__linux__)

#include "native/os/errno.h"

#include <locale.h>

#include <cstring>

namespace stdnet::os {

// A program that called setlocale() would get translated texts from strerror; users match and search the C locale's.
std::string text_of(int number) {
  // The C locale is static: nothing is allocated, nothing to free.
  const locale_t c_locale = ::newlocale(LC_ALL_MASK, "C", static_cast<locale_t>(nullptr));
  if (c_locale != static_cast<locale_t>(nullptr)) return ::strerror_l(number, c_locale);
  return std::strerror(number);  // per-thread storage for what is not a constant
}

}  // namespace stdnet::os

#endif
