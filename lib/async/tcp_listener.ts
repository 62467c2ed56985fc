import '../core/dispose.js';
import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { closedError, movedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import { orClosed } from '../net/or_closed.js';
import { checkFd, KEY, Socket } from '../net/socket.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { checkListenerOptions, type TcpListenerOptions } from '../net/tcp_listener.js';
import { some, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { type Accepted, Acceptor } from './acceptor.js';
import { attempt, type CallOptions, signalOf } from './call_options.js';
import { resolve } from './lookup.js';
import { refuseBlocking } from './refuse_blocking.js';
import { asyncSteps } from './steps.js';
import { openAsync, type TcpStream } from './tcp_stream.js';

/** Lets the loop go of what was never closed. */
const reaper = new FinalizationRegistry<Acceptor>((acceptor) => acceptor.close());

/**
 * A socket that listens for TCP connections, on the event loop: the blocking `TcpListener`'s mirror.
 *
 * Connections are accepted when somebody asks for one, and wait in the kernel's backlog until then. A call that waits keeps
 * the process alive, an open listener does not.
 *
 * @example
 * ```ts
 * const listener = await TcpListener.bind('127.0.0.1:7878');
 * for await (const stream of listener.incoming()) {
 *   await stream.writeAll('hello\n');
 *   stream.close();
 * }
 * ```
 */
export class TcpListener extends Socket implements AsyncDisposable {
  readonly #acceptor: Acceptor;

  private constructor(key: typeof KEY, fd: Fd) {
    super(key, fd);
    this.#acceptor = new Acceptor(fd);
    reaper.register(this, this.#acceptor, this);
  }

  static #open(fd: Fd): TcpListener {
    return orClosed(fd, () => {
      native.setNonblocking(fd, true);
      return new TcpListener(KEY, fd);
    });
  }

  /**
   * Listens on the first of the addresses that can be bound; port 0 lets the system choose one.
   *
   * **Waits** only while a name is looked up. SO_REUSEADDR is set, as Rust does on Unix.
   *
   * @throws IoError AddrInUse, AddrNotAvailable, PermissionDenied, …: the last address's error.
   *
   * Calls socket(2), bind(2), listen(2).
   */
  static override async bind(
    addr: ToSocketAddrs,
    options?: TcpListenerOptions & CallOptions,
  ): Promise<TcpListener> {
    const checked = checkListenerOptions(options);
    const addrs = some(await resolve(addr, signalOf(options)));
    return TcpListener.#open(native.tcpBind(addrs, ...checked));
  }

  /**
   * Waits for the next connection.
   *
   * **Waits** until a peer connects, or until the listener is closed. One that is aborted has accepted nothing.
   *
   * @returns the stream and the peer's address. The stream may have been reset while it waited.
   * @throws IoError as Rust's does: ConnectionAborted, Uncategorized (out of descriptors), …
   *
   * Calls accept4(2).
   */
  accept(options?: CallOptions): Promise<[stream: TcpStream, peer: SocketAddr]> {
    return this.#accept(options).then(({ fd, peer }) => [openAsync(fd), addrFromPacked(peer)]);
  }

  /**
   * The connections as they come, without end. An error of {@link accept} rejects `next()`, and the iterator stays usable.
   *
   * Each step **waits** as {@link accept} does.
   */
  incoming(options?: CallOptions): AsyncIterableIterator<TcpStream> {
    return asyncSteps(() => this.#accept(options).then(({ fd }) => openAsync(fd)));
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
   * Nothing changes for `true`: a socket of the event loop never blocks.
   *
   * @throws IoError Unsupported for `false`: {@link intoRawFd} leads to a listener that blocks.
   */
  override setNonblocking(on: boolean): void {
    refuseBlocking(on);
    void this.fd;
  }

  /** Gives the descriptor away, blocking, as `fromRawFd()` of the blocking API takes it. Calls that wait end. */
  override intoRawFd(): number {
    native.setNonblocking(this.fd, false);
    this.#leave(movedError);
    return super.intoRawFd();
  }

  /**
   * Takes over a descriptor, for instance one that a blocking listener's `intoRawFd()` gave. Nothing else may use it, nor a
   * duplicate of it, in a blocking way any more.
   *
   * @throws IoError InvalidInput when it is not a listening TCP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): TcpListener {
    checkFd(fd);
    native.adopt(fd, 'listener');
    return TcpListener.#open(fd);
  }

  override close(): void {
    if (this.isOpen) this.#leave(closedError);
    super.close();
  }

  /** {@link close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #accept(options: CallOptions | undefined): Promise<Accepted> {
    return attempt(() => {
      const signal = signalOf(options);
      void this.fd;
      return this.#acceptor.accept(this, signal);
    });
  }

  #leave(error: () => IoError): void {
    reaper.unregister(this);
    this.#acceptor.close(error);
  }
}
