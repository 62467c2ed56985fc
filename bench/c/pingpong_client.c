/* pingpong_client PORT SIZE WARMUP COUNT: sends SIZE bytes, reads them back, and again. Prints the nanoseconds that COUNT
 * round trips took. The same calls as bench/pingpong-client.mjs: write all, read until whole. */
#include <arpa/inet.h>
#include <string.h>
#include <time.h>

#include "pingpong.h"

static void recv_exact(int fd, char* into, size_t size) {
  while (size > 0) {
    const ssize_t n = recv(fd, into, size, 0);
    if (n <= 0) die("recv");
    into += n;
    size -= (size_t)n;
  }
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void round_trips(int fd, const char* out, char* in, size_t size, long count) {
  for (long i = 0; i < count; ++i) {
    send_all(fd, out, size);
    recv_exact(fd, in, size);
  }
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const size_t size = (size_t)atol(argv[2]);
  char* out = malloc(size);
  char* in = malloc(size);
  memset(out, 'x', size);

  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in addr = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)atoi(argv[1])),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (struct sockaddr*)&addr, sizeof addr) != 0) die("connect");
  set_nodelay(fd);
  round_trips(fd, out, in, size, atol(argv[3]));
  const long long start = now();
  round_trips(fd, out, in, size, atol(argv[4]));
  printf("%lld\n", now() - start);
  return memcmp(out, in, size) == 0 ? 0 : 1;
}
