import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE } from '../binding/native.js';
import { checkBoolean, checkCount, checkOptions } from '../core/check.js';
import { steps } from '../core/steps.js';
import { checkFd, KEY, Socket } from './socket.js';
import { addrFromPacked, type SocketAddr } from './socket_addr.js';
import { openStream, type TcpStream } from './tcp_stream.js';
import { resolveSome, type ToSocketAddrs } from './to_socket_addrs.js';

/** What {@link TcpListener.bind} takes beside the address. */
export interface TcpListenerOptions {
  /** How many connections may wait for {@link TcpListener.accept}. Default 128, as in Rust. */
  backlog?: number;
  /** SO_REUSEPORT: several listeners share the address, and the kernel shares the connections out. Default false. */
  reusePort?: boolean;
  /** IPV6_V6ONLY. Default: the system's, which on Linux lets `[::]` take IPv4 too. */
  ipv6Only?: boolean;
}

/**
 * A socket that listens for TCP connections: Rust's `TcpListener`.
 *
 * @example
 * ```ts
 * const listener = TcpListener.bind('127.0.0.1:7878');
 * for (const stream of listener.incoming()) {
 *   stream.writeAll('hello\n');
 *   stream.close();
 * }
 * ```
 */
export class TcpListener extends Socket {
  private constructor(key: typeof KEY, fd: Fd) {
    super(key, fd);
  }

  /**
   * Listens on the first of the addresses that can be bound; port 0 lets the system choose one.
   *
   * **Blocks** only while a name is looked up. SO_REUSEADDR is set, as Rust does on Unix.
   *
   * @throws IoError AddrInUse, AddrNotAvailable, PermissionDenied, …: the last address's error.
   *
   * Calls socket(2), bind(2), listen(2).
   */
  static override bind(addr: ToSocketAddrs, options?: TcpListenerOptions): TcpListener {
    const checked = checkListenerOptions(options);
    return new TcpListener(KEY, native.tcpBind(resolveSome(addr), ...checked));
  }

  /**
   * Waits for the next connection.
   *
   * **Blocks** until a peer connects, or until the listener is closed or shut down by another thread.
   *
   * @returns the stream and the peer's address. The stream may have been reset while it waited.
   * @throws IoError as Rust's does: ConnectionAborted, Uncategorized (out of descriptors), Interrupted on the main
   * thread when a signal listener is to run, …
   *
   * Calls accept4(2).
   */
  accept(): [stream: TcpStream, peer: SocketAddr] {
    const peer = new Uint8Array(PACKED_SIZE);
    const stream = openStream(native.accept(this.fd, peer));
    return [stream, addrFromPacked(peer)];
  }

  /**
   * The connections as they come, without end. An error of {@link accept} is thrown by `next()`, and the iterator stays
   * usable: catch it, and go on.
   *
   * Each step **blocks** as {@link accept} does.
   */
  incoming(): IterableIterator<TcpStream> {
    const peer = new Uint8Array(PACKED_SIZE); // written, never looked at
    return steps(() => openStream(native.accept(this.fd, peer)));
  }

  /**
   * A second handle to the same socket: connections go to whichever accepts first.
   *
   * Calls fcntl(2) with F_DUPFD_CLOEXEC.
   */
  tryClone(): TcpListener {
    return new TcpListener(KEY, native.duplicate(this.fd));
  }

  /**
   * Takes over a descriptor, for instance one that `intoRawFd()` gave another thread.
   *
   * @throws IoError InvalidInput when it is not a listening TCP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): TcpListener {
    checkFd(fd);
    native.adopt(fd, 'listener');
    return new TcpListener(KEY, fd);
  }
}

/** What `tcpBind` of the addon takes behind the addresses. @internal */
export function checkListenerOptions(
  options: TcpListenerOptions | undefined,
): [backlog: number, reusePort: boolean, ipv6Only: boolean | null] {
  const { backlog = 128, reusePort = false, ipv6Only } = checkOptions(options, 'options');
  checkCount(backlog, 'options.backlog');
  checkBoolean(reusePort, 'options.reusePort');
  if (ipv6Only !== undefined) checkBoolean(ipv6Only, 'options.ipv6Only');
  return [backlog, reusePort, ipv6Only ?? null];
}
