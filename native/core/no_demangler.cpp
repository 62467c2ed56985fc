#include <version>

// libc++, where it is linked into the addon, spells out the type of an exception that nobody catches, and brings a parser of C++'s names
// for that: a sixth of the addon that ships. Ours throws nothing (a `new` that fails ends the process): the name stays as the compiler
// writes it, `St9bad_alloc`.
#ifdef _LIBCPP_VERSION
#include <cstddef>

// NOLINTNEXTLINE(bugprone-reserved-identifier): what takes the library's place
extern "C" char* __cxa_demangle(const char* /*name*/, char* /*buffer*/, std::size_t* /*size*/,
                                int* status) {
  constexpr int kNotAName = -2;
  if (status != nullptr) *status = kNotAName;
  return nullptr;
}
#endif
