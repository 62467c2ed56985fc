/* storm PORT SECONDS: connections that are reset as fast as they can be made, by two threads: at once, or after a byte that the server
 * may be answering. Prints how many there were. */
#include "peer.h"

#include <pthread.h>

struct Thrower {
  const char* port;
  double until;
  long count;
};

static void* throw_connections(void* argument) {
  struct Thrower* thrower = argument;
  const struct linger reset = {.l_onoff = 1, .l_linger = 0};
  for (; now() < thrower->until; ++thrower->count) {
    const int fd = connect_to(thrower->port);
    if (thrower->count % 2 == 1) send(fd, "x", 1, MSG_NOSIGNAL);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd);
  }
  return NULL;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  struct Thrower both[2];
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i) {
    both[i] = (struct Thrower){argv[1], now() + atof(argv[2]), 0};
    if (pthread_create(&threads[i], NULL, throw_connections, &both[i]) != 0) die("pthread_create");
  }
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  printf("%ld\n", both[0].count + both[1].count);
  return 0;
}
