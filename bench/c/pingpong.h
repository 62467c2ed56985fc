/* What the programs that answer or ask one message after the other share: whole messages over a blocking socket. */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>

static void die(const char* what) {
  perror(what);
  exit(1);
}

static void set_nodelay(int fd) {
  const int on = 1;
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) die("setsockopt");
}

static void send_all(int fd, const char* from, size_t size) {
  while (size > 0) {
    const ssize_t n = send(fd, from, size, MSG_NOSIGNAL);
    if (n < 0) die("send");
    from += n;
    size -= (size_t)n;
  }
}

/* A listening socket, whose port it prints. */
static inline int listen_on_loopback(int backlog) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof addr;
  if (listener < 0 || bind(listener, (struct sockaddr*)&addr, size) != 0) die("bind");
  if (listen(listener, backlog) != 0) die("listen");
  if (getsockname(listener, (struct sockaddr*)&addr, &size) != 0) die("getsockname");
  printf("port %d\n", ntohs(addr.sin_port));
  fflush(stdout);
  return listener;
}
