import '../core/dispose.js';
import { type InspectOptions, inspect } from 'node:util';
import { native } from '../binding/index.js';
import { type Fd, Option, PACKED_SIZE } from '../binding/native.js';
import { illegalConstructor } from '../core/argument_error.js';
import { checkBoolean, checkCount, checkInteger, MAX_INT32, MAX_UINT32 } from '../core/check.js';
import { closedError, movedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import { addrFromPacked, type SocketAddr } from './socket_addr.js';

/** Who has it may make a handle from a descriptor: the classes of sockets. @internal */
export const KEY = Symbol('Socket');

const CLOSED = -1;
const MOVED = -2;

/** Closes what was never closed. It runs on the event loop, so not while a blocking call is in progress. */
const reaper = new FinalizationRegistry<Fd>((fd) => native.reap(fd));

/**
 * A handle that owns a descriptor: what a listener, a stream and a datagram socket have in common.
 *
 * Every method but {@link close} throws IoError with code `ERR_SOCKET_CLOSED` on a closed handle, and with code
 * `ERR_USE_AFTER_MOVE` on one whose descriptor was taken by {@link intoRawFd}; the kind of both is `Other`.
 */
export abstract class Socket implements Disposable {
  #fd: Fd;

  /** @internal */
  protected constructor(key: typeof KEY, fd: Fd) {
    if (key !== KEY) throw illegalConstructor('bind(), connect(), accept() or fromRawFd()');
    this.#fd = fd;
    reaper.register(this, fd, this);
  }

  /** The descriptor, for the one call that follows. Arguments are checked before it is read. @internal */
  protected get fd(): Fd {
    const fd = this.#fd;
    if (fd < 0) throw fd === MOVED ? movedError() : closedError();
    return fd;
  }

  /** Neither closed nor moved. @internal */
  protected get isOpen(): boolean {
    return this.#fd >= 0;
  }

  /**
   * The address that the socket is bound to.
   *
   * @throws IoError as the system has it.
   *
   * Calls getsockname(2).
   */
  localAddr(): SocketAddr {
    const packed = new Uint8Array(PACKED_SIZE);
    native.localAddr(this.fd, packed);
    return addrFromPacked(packed);
  }

  /**
   * Takes the error that the socket holds, which clears it.
   *
   * @returns null where there is none.
   *
   * Calls getsockopt(2) with SO_ERROR.
   */
  takeError(): IoError | null {
    return native.takeError(this.fd) as IoError | null;
  }

  /**
   * Whether calls that would block throw WouldBlock instead. It belongs to the connection, not to the handle: clones,
   * and Node when it has adopted the descriptor, see it too.
   *
   * Calls ioctl(2) with FIONBIO.
   */
  setNonblocking(on: boolean): void {
    checkBoolean(on, 'on');
    native.setNonblocking(this.fd, on);
  }

  /**
   * How many routers an IPv4 packet may pass, 1 to 255; 2³²-1, as in Rust, is the system's default again. As in Rust it is
   * IPv4's, also on an IPv6 socket.
   *
   * @throws IoError InvalidInput when the system refuses the number.
   *
   * Calls setsockopt(2) with IP_TTL.
   */
  setTtl(n: number): void {
    this.setUnsigned(Option.TtlV4, n, 'n');
  }

  /** What {@link setTtl} sets. Calls getsockopt(2) with IP_TTL. */
  ttl(): number {
    return native.getOption(this.fd, Option.TtlV4);
  }

  /** The descriptor's number. The handle keeps it, and closes it one day. */
  asRawFd(): number {
    return this.fd;
  }

  /**
   * Gives the descriptor away: the handle is unusable from now on and closes nothing. The number can be posted to a
   * Worker, whose `fromRawFd()` takes it: the move of `thread::spawn(move || …)`.
   */
  intoRawFd(): number {
    const fd = this.fd;
    this.#letGo(MOVED);
    native.release(fd);
    return fd;
  }

  /**
   * Closes the handle; again: does nothing. Clones stay open, and the connection with them. A call that another thread
   * has blocked in through this very descriptor ends.
   *
   * **Blocks** only as long as `setLinger()` says, while bytes are unsent.
   *
   * Calls close(2).
   */
  close(): void {
    const fd = this.#fd;
    if (fd < 0) return;
    this.#letGo(CLOSED);
    this.closeFd(fd);
  }

  /** {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** `TcpStream { fd: 7, local: …, peer: … }`, or `{ closed }`, or `{ moved }`. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const name = this.constructor.name;
    if (this.#fd < 0) return `${name} { ${this.#fd === MOVED ? 'moved' : 'closed'} }`;
    return `${name} ${inspect(this.describe(), options)}`;
  }

  /** What {@link close} does with the descriptor. @internal */
  protected closeFd(fd: Fd): void {
    native.close(fd);
  }

  /** What `util.inspect` shows: as Rust's Debug, without what the system does not tell. @internal */
  protected describe(): Record<string, unknown> {
    return { fd: this.#fd, local: orNothing(() => this.localAddr()) };
  }

  /** @internal */
  protected setFlag(option: Option, on: boolean, name: string): void {
    checkBoolean(on, name);
    native.setOption(this.fd, option, on ? 1 : 0);
  }

  /** @internal */
  protected flag(option: Option): boolean {
    return native.getOption(this.fd, option) !== 0;
  }

  /** @internal */
  protected setCount(option: Option, n: number, name: string): void {
    const count = checkCount(n, name);
    native.setOption(this.fd, option, count);
  }

  /** Rust's `u32 as c_int`. @internal */
  protected setUnsigned(option: Option, n: number, name: string): void {
    const number = checkInteger(n, name, 0, MAX_UINT32) | 0;
    native.setOption(this.fd, option, number);
  }

  #letGo(state: typeof CLOSED | typeof MOVED): void {
    this.#fd = state;
    reaper.unregister(this);
  }
}

/** @internal */
export function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** @internal */
export function checkFd(value: unknown): Fd {
  return checkInteger(value, 'fd', 0, MAX_INT32);
}
