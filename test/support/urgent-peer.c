/* urgent-peer PORT…: a peer of an echo server at each port, on 127.0.0.1, which sends an urgent byte in the middle of others.
 * Prints "ready" when every connection has been answered once. Then, for each 's' on its stdin, sends, and prints "sent"; for
 * each 'r', prints how many bytes of each are answered, up to where something is wrong or nothing comes for a while. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

static const char kGreeting[] = "HELLO\n";
static const char kBefore[] = "WHAT COMES BEFORE IT AND ";
static const char kAfter[] = "WHAT COMES BEHIND IT\n";
static const char kAll[] = "WHAT COMES BEFORE IT AND WHAT COMES BEHIND IT\n";
enum { kPatienceSeconds = 3, kMostPeers = 64 };

static void die(const char* what) {
  perror(what);
  exit(1);
}

static int connected(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  const struct timeval patience = {.tv_sec = kPatienceSeconds};
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (struct sockaddr*)&to, sizeof to) != 0) die("connect");
  return fd;
}

static void send_all(int fd, const char* text, int flags) {
  if (send(fd, text, strlen(text), flags) != (ssize_t)strlen(text)) die("send");
}

/* How many bytes of `text` came back. */
static size_t answered(int fd, const char* text) {
  const size_t size = strlen(text);
  char buf[256];
  size_t got = 0;
  while (got < size) {
    const ssize_t n = recv(fd, buf + got, size - got, 0);
    if (n <= 0 || memcmp(buf + got, text + got, (size_t)n) != 0) break;
    got += (size_t)n;
  }
  return got;
}

int main(int count, char** ports) {
  int fds[kMostPeers];
  const int peers = count - 1 < kMostPeers ? count - 1 : kMostPeers;
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (int i = 0; i < peers; ++i) {
    fds[i] = connected(atoi(ports[i + 1]));
    send_all(fds[i], kGreeting, 0);
  }
  for (int i = 0; i < peers; ++i)
    if (answered(fds[i], kGreeting) != strlen(kGreeting)) die("greeting");
  puts("ready");
  for (int order = getchar(); order != EOF; order = getchar()) {
    for (int i = 0; i < peers && order == 's'; ++i) {
      send_all(fds[i], kBefore, 0);
      send_all(fds[i], "!", MSG_OOB);
      send_all(fds[i], kAfter, 0);
    }
    if (order == 's') puts("sent");
    if (order != 'r') continue;
    for (int i = 0; i < peers; ++i) printf("%zu ", answered(fds[i], kAll));
    puts("answered");
  }
  return 0;
}
