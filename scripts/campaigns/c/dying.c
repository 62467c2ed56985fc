/* dying PORT ROUNDS SEED: peers of a key-value server that end in the middle of a line, each from an address of its own,
 * 127.1.0.0 and up. Round after round, in turn:
 *   kill    a process that writes line after line is killed with SIGKILL
 *   reset   some bytes, then a reset
 *   half    some bytes, then the end of the sending half; the replies are read
 *   vanish  some bytes, then nothing ever again: not even an end (TCP_REPAIR, for which root is needed)
 * Prints for each: the way, how many bytes were sent (kill: -1), how many replies came (half). */
#include "peer.h"

#include <signal.h>
#include <sys/wait.h>

enum { BLOCK = 1 << 17, MOST_BYTES = 60000, MOST_CHUNK = 20000, MOST_LIFE_US = 3000 };

/* Line i of a round, as dying-peers.mjs knows it. */
static size_t line(char* into, int round, int i) {
  const int head = sprintf(into, "SET r%d.%d %d.%d:", round, i, round, i);
  const int padding = (i * 37 + round) % 200;
  memset(into + head, 'x', (size_t)padding);
  memcpy(into + head + padding, "$\n", 2);
  return (size_t)(head + padding + 2);
}

/* Sends `bytes` bytes of lines, or without end; in chunks that know nothing of lines. */
static void send_lines(int fd, int round, long bytes, int read_too) {
  static char block[BLOCK + 512];
  static char replies[1 << 16];
  size_t filled = 0;
  for (int i = 0; bytes != 0;) {
    while (filled < MOST_CHUNK) filled += line(block + filled, round, i++);
    size_t chunk = 1 + (size_t)rand() % MOST_CHUNK;
    if (bytes > 0 && chunk > (size_t)bytes) chunk = (size_t)bytes;
    if (send_all(fd, block, chunk) != 0) return;
    memmove(block, block + chunk, filled -= chunk);
    if (bytes > 0) bytes -= (long)chunk;
    if (read_too) recv(fd, replies, sizeof replies, MSG_DONTWAIT);
  }
}

static void die_of_a_signal(int fd, int round) {
  const pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    send_lines(fd, round, -1, rand() % 2);
    _exit(0);
  }
  close(fd);
  usleep((useconds_t)(rand() % MOST_LIFE_US));
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

static long count_replies(int fd) {
  char buffer[4096];
  long count = 0;
  for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) != 0;) {
    if (n < 0) die("recv");
    for (ssize_t i = 0; i < n; ++i) count += buffer[i] == '\n';
  }
  return count;
}

static void reset(int fd) {
  const struct linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(fd);
}

/* 0: this is not allowed here. */
static int vanish(int fd) {
  const int on = 1;
  const int allowed = setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof on) == 0;
  close(fd);
  return allowed;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  srand((unsigned)atoi(argv[3]));
  for (int round = 0; round < atoi(argv[2]); ++round) {
    const int fd = connect_from((127U << 24) + (1U << 16) + (uint32_t)round, argv[1]);
    const long bytes = 1 + rand() % MOST_BYTES;
    if (round % 4 != 0) send_lines(fd, round, bytes, 0);
    switch (round % 4) {
      case 0:
        die_of_a_signal(fd, round);
        printf("kill -1 0\n");
        break;
      case 1:
        reset(fd);
        printf("reset %ld 0\n", bytes);
        break;
      case 2:
        shutdown(fd, SHUT_WR);
        printf("half %ld %ld\n", bytes, count_replies(fd));
        close(fd);
        break;
      case 3:
        printf(vanish(fd) ? "vanish %ld 0\n" : "none %ld 0\n", bytes);
        break;
    }
    fflush(stdout);
  }
  return 0;
}
