/* load PORT CONNECTIONS WINDOW: talks with a server of upper-case lines until the server ends: so many connections with so many
 * requests on their way each, and newcomers, one after another, with one request each. Prints a line for each connection:
 *   CONNECTED ANSWERED END STAMP…
 * when it was open, how many requests were answered, how it ended (fin or reset), and for each request that was not answered but
 * acknowledged, when the server's kernel had it for certain. Seconds, of CLOCK_MONOTONIC. */
#include "peer.h"

#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>

enum { MOST_WINDOW = 64 };

struct talk {
  int fd;
  double connected;
  long sent, answered;
  double stamps[MOST_WINDOW]; /* of request n at n % MOST_WINDOW; 0: not acknowledged */
  char reply[32];             /* as far as it has come */
  size_t filled;
};

static const char* port;
static int window;
static pthread_mutex_t printing = PTHREAD_MUTEX_INITIALIZER;

/* When all that was sent has been acknowledged; 0: the connection has ended before. */
static double received_by(int fd) {
  for (;;) {
    struct pollfd ended = {.fd = fd};
    int left = 0;
    if (ioctl(fd, TIOCOUTQ, &left) != 0) die("ioctl");
    if (left == 0) return now();
    if (poll(&ended, 1, 0) == 1) return 0;
  }
}

static int ask(struct talk* it) {
  char request[32];
  const int size = sprintf(request, "r%ld\n", it->sent);
  if (send_all(it->fd, request, (size_t)size) != 0) return -1;
  it->stamps[it->sent++ % MOST_WINDOW] = received_by(it->fd);
  return 0;
}

static void take(struct talk* it, const char* bytes, ssize_t count) {
  for (ssize_t i = 0; i < count; ++i) {
    it->reply[it->filled++] = bytes[i];
    if (bytes[i] != '\n') continue;
    char expected[32];
    const int size = sprintf(expected, "R%ld\n", it->answered++);
    if ((size_t)size != it->filled || memcmp(expected, it->reply, it->filled) != 0) {
      fprintf(stderr, "a wrong reply to request %ld\n", it->answered - 1);
      exit(1);
    }
    it->filled = 0;
  }
}

/* 1: go on; 0: the end; -1: a reset. */
static int hear(struct talk* it, int flags) {
  char bytes[4096];
  const ssize_t n = recv(it->fd, bytes, sizeof bytes, flags);
  if (n > 0) take(it, bytes, n);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 1;
  return n > 0 ? 1 : (int)n;
}

static void finish(struct talk* it) {
  int end = 1;
  while (end == 1) end = hear(it, 0);
  pthread_mutex_lock(&printing);
  printf("%.6f %ld %s", it->connected, it->answered, end == 0 ? "fin" : "reset");
  for (long n = it->answered; n < it->sent; ++n) {
    if (it->stamps[n % MOST_WINDOW] != 0) printf(" %.6f", it->stamps[n % MOST_WINDOW]);
  }
  printf("\n");
  pthread_mutex_unlock(&printing);
  close(it->fd);
}

static void* keep_talking(void* argument) {
  struct talk* it = argument;
  it->connected = now();
  for (;;) {
    const int full = it->sent - it->answered == window;
    if (!full && ask(it) != 0) break;
    if (hear(it, full ? 0 : MSG_DONTWAIT) != 1) break;
  }
  finish(it);
  return NULL;
}

static int try_to_connect(void) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((uint16_t)atoi(port)),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const struct timeval patience = {.tv_sec = 30};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(fd, (struct sockaddr*)&to, sizeof to) == 0) return fd;
  close(fd);
  return -1;
}

/* Until nobody listens any more. */
static void* send_newcomers(void* unused) {
  for (;;) {
    struct talk it = {.fd = try_to_connect()};
    if (it.fd < 0) return unused;
    it.connected = now();
    if (ask(&it) == 0) shutdown(it.fd, SHUT_WR);
    finish(&it);
  }
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  port = argv[1];
  const int count = atoi(argv[2]);
  window = atoi(argv[3]);
  if (window > MOST_WINDOW) return 2;
  struct talk* talks = calloc((size_t)count, sizeof *talks);
  pthread_t* threads = calloc((size_t)count + 1, sizeof *threads);
  for (int i = 0; i < count; ++i) talks[i].fd = connect_to(port);
  for (int i = 0; i < count; ++i) pthread_create(&threads[i], NULL, keep_talking, &talks[i]);
  pthread_create(&threads[count], NULL, send_newcomers, NULL);
  for (int i = 0; i <= count; ++i) pthread_join(threads[i], NULL);
  return 0;
}
