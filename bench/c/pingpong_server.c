/* pingpong_server: echoes one connection at a time, with plain blocking calls. Prints its port; ends with its stdin. */
#include <pthread.h>
#include <unistd.h>

#include "pingpong.h"

static void* exit_with_stdin(void* unused) {
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  exit(0);
  return unused;
}

static void echo(int fd) {
  static char buf[64 * 1024];
  for (;;) {
    const ssize_t n = recv(fd, buf, sizeof buf, 0);
    if (n == 0) return;
    if (n < 0) die("recv");
    send_all(fd, buf, (size_t)n);
  }
}

int main(void) {
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, exit_with_stdin, NULL) != 0) die("pthread_create");
  const int listener = listen_on_loopback(16);
  for (;;) {
    const int fd = accept(listener, NULL, NULL);
    if (fd < 0) die("accept");
    set_nodelay(fd);
    echo(fd);
    close(fd);
  }
}
