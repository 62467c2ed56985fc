/* epoll_server echo|http MICROSECONDS: one thread, epoll, a recv, so long a computation and a send for each request of 64 bytes. What it
 * has received comes back, or a response of 64 bytes. Prints its port; ends with its stdin. */
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "pingpong.h"

#define MESSAGE 64
#define EVENTS 256

static const char response[MESSAGE + 1] =
    "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n0123456789012345678901234";

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl");
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void compute(long long nanoseconds) {
  const long long end = nanoseconds == 0 ? 0 : now() + nanoseconds;
  while (end != 0 && now() < end) {
  }
}

/* A loaded peer's message is there as a whole or not at all: both sides of it are below a segment of loopback. */
static void answer(int fd, int http, long long nanoseconds) {
  char buf[MESSAGE];
  const ssize_t n = recv(fd, buf, sizeof buf, 0);
  if (n <= 0) {
    close(fd);
    return;
  }
  compute(nanoseconds);
  send_all(fd, http ? response : buf, (size_t)n);
}

static int accepted(int listener) {
  const int fd = accept(listener, NULL, NULL);
  if (fd < 0) die("accept");
  set_nodelay(fd);
  return fd;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int http = strcmp(argv[1], "http") == 0;
  const long long nanoseconds = atoll(argv[2]) * 1000;
  const int listener = listen_on_loopback(1024);
  const int epoll = epoll_create1(0);
  if (epoll < 0) die("epoll_create1");
  watch(epoll, listener);
  watch(epoll, STDIN_FILENO);
  for (;;) {
    struct epoll_event ready[EVENTS];
    const int count = epoll_wait(epoll, ready, EVENTS, -1);
    if (count < 0) die("epoll_wait");
    for (int i = 0; i < count; i++) {
      const int fd = ready[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) {
        watch(epoll, accepted(listener));
      } else {
        answer(fd, http, nanoseconds);
      }
    }
  }
}
