/* burst PORT COUNT: so many connections, opened from one thread as fast as it can and kept. Prints the seconds until the last
 * one was open, and the seconds until each had been answered by an echo server too. */
#include "peer.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const long count = atol(argv[2]);
  int* fds = malloc((size_t)count * sizeof *fds);
  const double start = now();
  for (long i = 0; i < count; ++i) fds[i] = connect_to(argv[1]);
  const double open = now() - start;
  for (long i = 0; i < count; ++i) {
    char byte = 'x';
    if (send_all(fds[i], &byte, 1) != 0 || recv_exact(fds[i], &byte, 1) != 0) die("echo");
  }
  printf("{\"open\":%.4f,\"answered\":%.4f}\n", open, now() - start);
  return 0;
}
