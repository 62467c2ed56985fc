/*
 * What a native UDP server is held against: a blocking loop of recvfrom and sendto in plain C, a thread for each of its
 * arguments' number (default 1) on one socket. Prints `port N`, and ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { kBuffer = 65536 };

static void* serve(void* argument) {
  const int fd = (int)(long)argument;
  char* buffer = malloc(kBuffer);
  for (;;) {
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    const ssize_t n = recvfrom(fd, buffer, kBuffer, 0, (struct sockaddr*)&peer, &size);
    if (n >= 0) sendto(fd, buffer, (size_t)n, 0, (struct sockaddr*)&peer, size);
  }
  return NULL;
}

static int fail(const char* what) {
  perror(what);
  return EXIT_FAILURE;
}

int main(int count, char** arguments) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  const int threads = count > 1 ? atoi(arguments[1]) : 1;
  char byte;
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail("socket");
  if (bind(fd, (struct sockaddr*)&address, sizeof address) != 0) return fail("bind");
  if (getsockname(fd, (struct sockaddr*)&address, &size) != 0) return fail("getsockname");
  for (int i = 0; i < threads; ++i) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void*)(long)fd) != 0) return fail("pthread_create");
  }
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return EXIT_SUCCESS;
}
