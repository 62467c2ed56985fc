/*
 * What native threads are held against: the same blocking echo loop, a thread per connection, in plain C.
 * Prints `port N`, and ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A read takes what a stream has ready; the stack holds the buffer and little else. */
enum { kBuffer = 65536, kStack = 128 * 1024 + kBuffer };

static int send_all(int fd, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t n = send(fd, data, size, MSG_NOSIGNAL);
    if (n < 0) return 0;
    data += n;
    size -= (size_t)n;
  }
  return 1;
}

static void* serve(void* argument) {
  const int fd = (int)(long)argument;
  char buffer[kBuffer];
  ssize_t n;
  while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0 && send_all(fd, buffer, (size_t)n)) {
  }
  close(fd);
  return NULL;
}

static void* accept_all(void* argument) {
  const int listener = (int)(long)argument;
  const int on = 1;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (;;) {
    const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    pthread_t thread;
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (pthread_create(&thread, &attributes, serve, (void*)(long)fd) != 0) close(fd);
  }
  return NULL;
}

static int fail(const char* what) {
  perror(what);
  return EXIT_FAILURE;
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  pthread_t acceptor;
  char byte;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) return fail("socket");
  if (bind(listener, (struct sockaddr*)&address, sizeof address) != 0) return fail("bind");
  if (listen(listener, 4096) != 0) return fail("listen");
  if (getsockname(listener, (struct sockaddr*)&address, &size) != 0) return fail("getsockname");
  if (pthread_create(&acceptor, NULL, accept_all, (void*)(long)listener) != 0)
    return fail("pthread_create");
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return EXIT_SUCCESS;
}
