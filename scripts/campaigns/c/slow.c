/* slow PORT COUNT: so many connections, each of which sends a byte a second and never a whole line, until it is ended. Prints
 * `open` when all are there; then after how many seconds, from its own first byte, the first one was ended, and the last. */
#include "peer.h"

#include <sys/epoll.h>

enum { TICK_MS = 5, EVENTS = 256 };

struct slow {
  int fd; /* -1: ended */
  double began;
};

static void end(struct slow* it, double* first, double* last) {
  const double after = now() - it->began;
  if (after < *first) *first = after;
  if (after > *last) *last = after;
  close(it->fd);
  it->fd = -1;
}

/* In a round of a second all get their turn, one after another. */
static void send_due(struct slow* all, long count, long* sent, double since) {
  for (const long due = (long)((now() - since) * (double)count); *sent < due; ++*sent) {
    struct slow* it = &all[*sent % count];
    if (it->began == 0) it->began = now();
    if (it->fd >= 0) send(it->fd, "x", 1, MSG_NOSIGNAL); /* whoever was ended is heard of below */
  }
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const long count = atol(argv[2]);
  struct slow* all = calloc((size_t)count, sizeof *all);
  const int epoll = epoll_create1(0);
  for (long i = 0; i < count; ++i) {
    all[i].fd = connect_to(argv[1]);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event) != 0) die("epoll_ctl");
  }
  printf("open\n");
  fflush(stdout);

  double first = 1e9, last = 0;
  const double since = now();
  for (long sent = 0, left = count; left > 0;) {
    send_due(all, count, &sent, since);
    struct epoll_event events[EVENTS];
    const int ready = epoll_wait(epoll, events, EVENTS, TICK_MS);
    for (int i = 0; i < ready; ++i, --left) end(events[i].data.ptr, &first, &last);
  }
  printf("{\"first\":%.3f,\"last\":%.3f}\n", first, last);
  return 0;
}
