/* calls COUNT: what the system calls of bench/boundary.mjs cost without JavaScript, in nanoseconds: getsockopt(2), and a
 * send(2) and a recv(2) of 64 bytes. A second thread exists, as in Node: descriptors cost a little more then. */
#include <arpa/inet.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "pingpong.h"

static void* idle(void* unused) {
  pause();
  return unused;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static double option(int fd, long count) {
  const double start = now();
  for (long i = 0; i < count; ++i) {
    int on;
    socklen_t size = sizeof on;
    if (getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &size) != 0) die("getsockopt");
  }
  return (now() - start) / count;
}

static double send_and_recv(int near, int far, long count) {
  char buf[64] = {0};
  const double start = now();
  for (long i = 0; i < count; ++i) {
    send_all(near, buf, sizeof buf);
    if (recv(far, buf, sizeof buf, 0) != sizeof buf) die("recv");
  }
  return (now() - start) / count;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const long count = atol(argv[1]);
  pthread_t thread;
  if (pthread_create(&thread, NULL, idle, NULL) != 0) die("pthread_create");

  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof addr;
  if (bind(listener, (struct sockaddr*)&addr, size) != 0 || listen(listener, 1) != 0) die("listen");
  if (getsockname(listener, (struct sockaddr*)&addr, &size) != 0) die("getsockname");
  const int near = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(near, (struct sockaddr*)&addr, size) != 0) die("connect");
  const int far = accept(listener, NULL, NULL);
  set_nodelay(near);

  send_and_recv(near, far, count / 10);
  printf("{\"option\": %.1f, \"pair\": %.1f}\n", option(near, count), send_and_recv(near, far, count));
  return 0;
}
