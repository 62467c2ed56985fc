/** How each call may fail, by Linux's manual, where nothing is wrong with its arguments: what failures.mjs tries. */
import { constants } from 'node:os';

// Of <netdb.h>; getaddrinfo's EAI_SYSTEM comes with an errno.
const lookups = { EAI_AGAIN: -3, EAI_FAIL: -4, EAI_MEMORY: -10, EAI_SYSTEM: -11 };

/** Goes on for as long as it is called so: nobody interrupts for ever, and what would block does so until it does not. */
const passing = new Set(['EINTR', 'EAGAIN']);

function errors(...names) {
  const { errno } = constants;
  return names.map((name) => ({ name, error: lookups[name] ?? errno[name], lasts: !passing.has(name) }));
}

const room = ['EMFILE', 'ENFILE', 'ENOMEM'];

export const plausible = {
  socket: errors('EMFILE', 'ENFILE', 'ENOBUFS', 'EACCES'),
  bind: errors('EADDRINUSE', 'EACCES', 'ENOMEM'),
  listen: errors('EADDRINUSE'),
  accept4: errors(
    'EINTR',
    'ECONNABORTED',
    'EMFILE',
    'ENFILE',
    'ENOBUFS',
    'ENOMEM',
    'EPROTO',
    'EPERM',
    'EAGAIN',
  ),
  connect: errors('ECONNREFUSED', 'ETIMEDOUT', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EPERM', 'EINTR'),
  shutdown: errors('ENOTCONN'),
  close: errors('EINTR', 'EIO'),
  getsockopt: errors('ENOBUFS'),
  setsockopt: errors('ENOMEM', 'EINVAL', 'ENOPROTOOPT'),
  getsockname: errors('ENOBUFS'),
  getpeername: errors('ENOTCONN', 'ENOBUFS'),
  recv: errors('EINTR', 'ECONNRESET', 'ETIMEDOUT', 'ENOMEM', 'EAGAIN'),
  recvfrom: errors('EINTR', 'ECONNREFUSED', 'ENOMEM', 'EAGAIN'),
  recvmsg: errors('EINTR', 'ECONNRESET', 'ENOMEM', 'EAGAIN'),
  recvmmsg: errors('EINTR', 'ECONNREFUSED', 'ENOMEM', 'EAGAIN'),
  send: errors('EINTR', 'ECONNRESET', 'EPIPE', 'ENOBUFS', 'ENOMEM', 'EAGAIN'),
  sendto: errors('EINTR', 'EPERM', 'ENETUNREACH', 'ENOBUFS', 'EMSGSIZE', 'EAGAIN'),
  sendmsg: errors('EINTR', 'ECONNRESET', 'EPIPE', 'ENOBUFS', 'ENOMEM', 'EAGAIN'),
  sendmmsg: errors('EINTR', 'EPERM', 'ENETUNREACH', 'ENOBUFS', 'EAGAIN'),
  poll: errors('EINTR', 'ENOMEM'),
  ppoll: errors('EINTR', 'ENOMEM'),
  epoll_create1: errors(...room),
  epoll_ctl: errors('ENOMEM', 'ENOSPC'),
  epoll_wait: errors('EINTR'),
  syscall: errors('EINTR', 'ENOSYS', 'EPERM'),
  eventfd: errors(...room),
  pipe2: errors('EMFILE', 'ENFILE'),
  read: errors('EINTR', 'EAGAIN'),
  write: errors('EINTR'),
  fcntl64: errors('EMFILE'),
  ioctl: errors('ENOTTY'),
  open64: errors(...room),
  pread64: errors('EIO'),
  fopen64: errors('EMFILE'),
  getaddrinfo: errors('EAI_AGAIN', 'EAI_FAIL', 'EAI_MEMORY', 'EAI_SYSTEM'),
  pthread_create: errors('EAGAIN').map((error) => ({ ...error, lasts: true })),
  clock_getcpuclockid: errors('ESRCH'),
  sched_setaffinity: errors('EINVAL', 'EPERM'),
  opendir: errors('EMFILE', 'ENFILE', 'ENOMEM'),
};
