/* visits PORT COUNT: so many connections to an echo server, one after another, each of which is answered and closed. Prints
 * how many went wrong. */
#include "peer.h"

static int visit(const char* port) {
  const char request[] = "hello";
  char reply[sizeof request];
  const int fd = connect_to(port);
  int wrong = send_all(fd, request, sizeof request) != 0 || recv_exact(fd, reply, sizeof reply) != 0 ||
              memcmp(request, reply, sizeof reply) != 0;
  /* In good order: the server's end is waited for. */
  if (shutdown(fd, SHUT_WR) != 0 || recv(fd, reply, 1, 0) != 0) wrong = 1;
  close(fd);
  return wrong;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  long wrong = 0;
  for (long i = 0; i < atol(argv[2]); ++i) wrong += visit(argv[1]);
  printf("%ld\n", wrong);
  return 0;
}
