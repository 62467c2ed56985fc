/* What the peers of the campaigns share: strangers, that know nothing of the package. */
#pragma once

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static void die(const char* what) {
  perror(what);
  exit(1);
}

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* To 127.0.0.1, blocking; a peer that waits for 30 s has waited for too long. `source`: from that address, or 0. */
static inline int connect_from(uint32_t source, const char* port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) die("socket");
  const int on = 1;
  const struct timeval patience = {.tv_sec = 30};
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(source)};
  if (source != 0 && bind(fd, (struct sockaddr*)&from, sizeof from) != 0) die("bind");
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((uint16_t)atoi(port)),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (struct sockaddr*)&to, sizeof to) != 0) die("connect");
  return fd;
}

static inline int connect_to(const char* port) {
  return connect_from(0, port);
}

/* 0 when all is gone. */
static inline int send_all(int fd, const char* from, size_t size) {
  while (size > 0) {
    const ssize_t n = send(fd, from, size, MSG_NOSIGNAL);
    if (n < 0) return -1;
    from += n;
    size -= (size_t)n;
  }
  return 0;
}

/* 0 when all has come. */
static inline int recv_exact(int fd, char* into, size_t size) {
  while (size > 0) {
    const ssize_t n = recv(fd, into, size, 0);
    if (n <= 0) return -1;
    into += n;
    size -= (size_t)n;
  }
  return 0;
}
