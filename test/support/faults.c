// Loaded with LD_PRELOAD by tests: calls of the C library that stdnet.node makes fail, are interrupted or move a few bytes only, as
// the file STDNET_TEST_FAULTS says (test/support/faults.mjs writes it, and reads there how many calls there were). Calls of
// all others, Node's own among them, are untouched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define CALLS(X)                                                                                                         \
  X(socket) X(bind) X(listen) X(accept4) X(connect) X(shutdown) X(close) X(getsockopt) X(setsockopt) X(getsockname)      \
  X(getpeername) X(recv) X(recvfrom) X(recvmsg) X(recvmmsg) X(send) X(sendto) X(sendmsg) X(sendmmsg) X(poll) X(ppoll)    \
  X(epoll_create1) X(epoll_ctl) X(epoll_wait) X(syscall) X(eventfd) X(pipe2) X(read) X(write) X(tee) X(fcntl64) X(ioctl) \
  X(open64) X(pread64) X(fopen64) X(getaddrinfo) X(pthread_create) X(pthread_attr_setstacksize)                          \
  X(clock_getcpuclockid) X(sched_setaffinity) X(opendir)

enum {
#define NUMBER(name) CALL_##name,
  CALLS(NUMBER) COUNT
#undef NUMBER
};

// As faults.mjs writes it.
struct faults {
  _Atomic uint64_t calls;  // the bits of those that fail
  int64_t error;
  uint64_t from;   // the first that fails, from 1
  uint64_t times;  // how many do
  uint64_t every;  // instead of both, if it is not 0: each so many-th fails
  uint64_t most;   // bytes that a stream moves at once, or 0
  _Atomic uint64_t shortened;
  _Atomic uint64_t made[COUNT];
  _Atomic uint64_t failed[COUNT];
};

static struct faults *faults;
static _Atomic uintptr_t addon_begin, addon_end;

typedef long (*call)(long, long, long, long, long, long, long);

static call real(const char *name, _Atomic(call) *known) {
  call found = *known;
  if (found == NULL) *known = found = (call)dlsym(RTLD_NEXT, name);
  return found;
}

__attribute__((constructor)) static void open_faults(void) {
  const char *path = getenv("STDNET_TEST_FAULTS");
  const int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *memory = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) abort();
  close(fd);
  faults = memory;
}

static int find_addon(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size, (void)unused;
  if (strstr(info->dlpi_name, "stdnet.node") == NULL) return 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0) continue;
    addon_end = info->dlpi_addr + part->p_vaddr + part->p_memsz;
    addon_begin = info->dlpi_addr + part->p_vaddr;
  }
  return 1;
}

static int is_of_addon(const void *caller) {
  if (faults == NULL) return 0;
  if (addon_begin == 0) dl_iterate_phdr(find_addon, NULL);
  return (uintptr_t)caller >= addon_begin && (uintptr_t)caller < addon_end;
}

static long pass(call next, const long *argument) {
  return next(argument[0], argument[1], argument[2], argument[3], argument[4], argument[5], argument[6]);
}

static int is_plausible(int number, long a, long b) {
  // Taking something out of a set, or setting a flag, does not fail.
  if (number == CALL_epoll_ctl) return b == EPOLL_CTL_ADD;
  if (number == CALL_fcntl64) return b == F_DUPFD_CLOEXEC;
  return number != CALL_syscall || a == SYS_epoll_pwait2;
}

static int fails(int number, long a, long b) {
  if (!is_plausible(number, a, b)) return 0;
  const uint64_t nth = ++faults->made[number];
  if ((faults->calls >> number & 1) == 0) return 0;
  const int now = faults->every > 0 ? nth % faults->every == 0 : nth >= faults->from && nth - faults->from < faults->times;
  if (now) ++faults->failed[number];
  return now;
}

static int is_stream(int fd) {
  static _Atomic(call) known;
  int type = 0;
  socklen_t size = sizeof type;
  return real("getsockopt", &known)(fd, SOL_SOCKET, SO_TYPE, (long)&type, (long)&size, 0, 0) == 0 && type == SOCK_STREAM;
}

static size_t shorter(int fd, size_t size) {
  if (faults->most == 0 || size <= faults->most || !is_stream(fd)) return size;
  ++faults->shortened;
  return faults->most;
}

/// A message of the first bytes of its first part that has any.
static const struct msghdr *shorter_message(int fd, const struct msghdr *message, struct msghdr *copy, struct iovec *part) {
  for (size_t i = 0; i < message->msg_iovlen; i++) {
    if (message->msg_iov[i].iov_len == 0) continue;
    *part = message->msg_iov[i];
    const size_t size = shorter(fd, part->iov_len);
    if (faults->most == 0 || !is_stream(fd)) return message;
    part->iov_len = size;
    *copy = *message;
    copy->msg_iov = part;
    copy->msg_iovlen = 1;
    return copy;
  }
  return message;
}

static long failed(int number, const long *argument, call next) {
  const long error = faults->error;
  switch (number) {
    case CALL_close:
    case CALL_shutdown:
      // What they do is done whatever they say.
      pass(next, argument);
      break;
    case CALL_fopen64:
    case CALL_opendir:
      errno = (int)error;
      return 0;
    case CALL_pthread_create:
    case CALL_pthread_attr_setstacksize:
    case CALL_clock_getcpuclockid:
      return error;
    case CALL_getaddrinfo:
      errno = EMFILE;
      return error;
    default:
      break;
  }
  errno = (int)error;
  return -1;
}

static long made(int number, long *argument, call next) {
  struct msghdr copy;
  struct iovec part;
  switch (number) {
    case CALL_recv:
    case CALL_send:
      argument[2] = (long)shorter((int)argument[0], (size_t)argument[2]);
      break;
    case CALL_recvmsg:
    case CALL_sendmsg:
      argument[1] = (long)shorter_message((int)argument[0], (const struct msghdr *)argument[1], &copy, &part);
      break;
    default:
      break;
  }
  return pass(next, argument);
}

static long through(int number, const void *caller, long *argument, call next) {
  if (!is_of_addon(caller)) return pass(next, argument);
  if (fails(number, argument[0], argument[1])) return failed(number, argument, next);
  return made(number, argument, next);
}

// Whole numbers and pointers are passed alike, and as many as there are registers for (x86-64, AArch64): one form for all. syscall
// has one more.
#define THROUGH(name)                                                                       \
  long through_##name(long a, long b, long c, long d, long e, long f, long g) __asm__(#name); \
  long through_##name(long a, long b, long c, long d, long e, long f, long g) {               \
    static _Atomic(call) known;                                                             \
    long argument[] = {a, b, c, d, e, f, g};                                                \
    return through(CALL_##name, __builtin_return_address(0), argument, real(#name, &known)); \
  }
CALLS(THROUGH)
