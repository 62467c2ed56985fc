/* flood PORT SECONDS SIZE: datagrams to 127.0.0.1, as fast as one thread can send them. Prints how many were sent. */
#include "peer.h"

enum { BATCH = 64, MOST = 65507 };

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) die("socket");
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((uint16_t)atoi(argv[1])),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (struct sockaddr*)&to, sizeof to) != 0) die("connect");
  static char bytes[MOST];
  struct iovec part = {bytes, (size_t)atoi(argv[3])};
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) batch[i].msg_hdr = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
  long sent = 0;
  for (const double end = now() + atof(argv[2]); now() < end;) {
    const int n = sendmmsg(fd, batch, BATCH, 0);
    if (n < 0 && errno != ENOBUFS && errno != EINTR) die("sendmmsg");
    if (n > 0) sent += n;
  }
  printf("{\"sent\":%ld}\n", sent);
  return 0;
}
