/* deaf PORT COUNT REQUESTS: so many connections, each of which asks a key-value server for `big` so many times and never reads.
 * Prints `asked`, and when all are ended, after how many seconds the first one was, and the last. */
#include "peer.h"

#include <poll.h>
#include <sys/ioctl.h>

/* What has come is told: a peer whose kernel takes everything keeps no server waiting. */
static void die_of_waiting(const struct pollfd* all, long count) {
  for (long i = 0; i < count; ++i) {
    int queued = 0;
    if (all[i].fd < 0 || ioctl(all[i].fd, FIONREAD, &queued) != 0) continue;
    fprintf(stderr, "connection %ld was not ended, with %d bytes of replies\n", i, queued);
  }
  exit(1);
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const long count = atol(argv[2]);
  const long requests = atol(argv[3]);
  const char request[] = "GET big\n";
  struct pollfd* all = calloc((size_t)count, sizeof *all);
  for (long i = 0; i < count; ++i) {
    all[i].fd = connect_to(argv[1]);
    all[i].events = POLLRDHUP; /* and, unasked, errors */
    for (long n = 0; n < requests; ++n) {
      if (send_all(all[i].fd, request, sizeof request - 1) != 0) die("send");
    }
  }
  printf("asked\n");
  fflush(stdout);

  const double since = now();
  double first = 0, last = 0;
  for (long left = count; left > 0;) {
    const int ready = poll(all, (nfds_t)count, 30000);
    if (ready < 0) die("poll");
    if (ready == 0) die_of_waiting(all, count);
    for (long i = 0; i < count; ++i) {
      if (all[i].fd < 0 || all[i].revents == 0) continue;
      last = now() - since;
      if (first == 0) first = last;
      close(all[i].fd);
      all[i].fd = -1;
      --left;
    }
  }
  printf("{\"first\":%.3f,\"last\":%.3f}\n", first, last);
  return 0;
}
