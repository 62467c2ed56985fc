// Loaded with LD_PRELOAD by tests: a look-up of '*.blocked.test' takes STDNET_TEST_LOOKUP_MS (default: a minute), as
// with a name server that does not answer, and then fails. All others are untouched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int (*lookup)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static int is_blocked(const char *name) {
  static const char suffix[] = ".blocked.test";
  size_t length = strlen(name);
  return length >= sizeof suffix && strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  int numeric = hints != NULL && (hints->ai_flags & AI_NUMERICHOST) != 0;
  if (name != NULL && !numeric && is_blocked(name)) {
    const char *text = getenv("STDNET_TEST_LOOKUP_MS");
    long ms = text != NULL ? atol(text) : 60000;
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
    return EAI_AGAIN;
  }
  return ((lookup)dlsym(RTLD_NEXT, "getaddrinfo"))(name, service, hints, found);
}
