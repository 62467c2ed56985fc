// Loaded with LD_PRELOAD by campaigns: a look-up of 'memory.trim.test' gives the memory that the allocator keeps free back to the
// system, and fails. All others are untouched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <netdb.h>
#include <string.h>

typedef int (*lookup)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  if (name != NULL && strcmp(name, "memory.trim.test") == 0) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    return EAI_NONAME;
  }
  return ((lookup)dlsym(RTLD_NEXT, "getaddrinfo"))(name, service, hints, found);
}
