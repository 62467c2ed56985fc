import '../core/dispose.js';
import { native } from '../binding/index.js';
import { type Fd, PACKED_SIZE, type PackedList } from '../binding/native.js';
import { familyOf, join, packedAt } from '../binding/packed.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, encodeOctets, octetsOf } from '../core/bytes.js';
import { checkArray } from '../core/check.js';
import { closedError, movedError } from '../core/errors.js';
import type { IoError } from '../core/io_error.js';
import { MulticastSocket } from '../net/multicast_socket.js';
import { orClosed } from '../net/or_closed.js';
import { checkFd, KEY } from '../net/socket.js';
import { addrFromPacked, type SocketAddr } from '../net/socket_addr.js';
import { first, some, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { checkUdpOptions, type UdpSocketOptions } from '../net/udp_socket.js';
import { Arrivals, type Received } from './arrivals.js';
import { busy } from './busy.js';
import { attempt, type CallOptions, signalOf } from './call_options.js';
import { WRITE } from './limits.js';
import { resolve } from './lookup.js';
import { refuseBlocking } from './refuse_blocking.js';
import { sendSoon } from './retry.js';

/** More datagrams than the system takes in one call are left for the next. */
const MAX_DATAGRAMS = 1024;

/** Lets the loop go of what was never closed. */
const reaper = new FinalizationRegistry<Arrivals>((arrivals) => arrivals.lost());

/**
 * A UDP socket on the event loop: the blocking `UdpSocket`'s mirror, and Rust's `tokio::net::UdpSocket`.
 *
 * Calls that wait return promises; those that only ask or tell the system something answer at once. A call that waits keeps
 * the process alive, an open socket does not. Calls that receive are served in the order in which they were made.
 *
 * @example
 * ```ts
 * await using socket = await UdpSocket.bind('127.0.0.1:0');
 * socket.setReadTimeout(1000);
 * await socket.sendTo('TIME', '127.0.0.1:9000');
 * const buf = Buffer.alloc(64);
 * const [n, from] = await socket.recvFrom(buf);
 * console.log(`${from}: ${buf.toString('utf8', 0, n)}`);
 * ```
 */
export class UdpSocket extends MulticastSocket implements AsyncDisposable {
  readonly #arrivals: Arrivals;

  private constructor(key: typeof KEY, fd: Fd, arrivals: Arrivals) {
    super(key, fd);
    this.#arrivals = arrivals;
    this.#arrivals.enter();
    reaper.register(this, this.#arrivals, this);
  }

  static #open(fd: Fd): UdpSocket {
    return orClosed(fd, () => {
      native.setNonblocking(fd, true);
      const local = new Uint8Array(PACKED_SIZE);
      native.localAddr(fd, local);
      return new UdpSocket(KEY, fd, new Arrivals(familyOf(local) === 6));
    });
  }

  /**
   * Binds to the first of the addresses that can be bound; port 0 lets the system choose one.
   *
   * **Waits** only while a name is looked up.
   *
   * @throws IoError AddrInUse, AddrNotAvailable, PermissionDenied, …: the last address's error.
   *
   * Calls socket(2), bind(2).
   */
  static override async bind(
    addr: ToSocketAddrs,
    options?: UdpSocketOptions & CallOptions,
  ): Promise<UdpSocket> {
    const checked = checkUdpOptions(options);
    const addrs = some(await resolve(addr, signalOf(options)));
    return UdpSocket.#open(native.udpBind(addrs, ...checked));
  }

  /**
   * Sets the peer that {@link send} sends to; only its datagrams are received from now on.
   *
   * **Waits** only while a name is looked up: UDP has no connection to set up.
   *
   * @throws IoError the last address's.
   *
   * Calls connect(2).
   */
  async connect(addr: ToSocketAddrs, options?: CallOptions): Promise<void> {
    const addrs = some(await resolve(addr, signalOf(options)));
    native.udpConnect(this.fd, addrs);
  }

  /**
   * Sends a datagram to an address: the first, where there are several. A string is sent as UTF-8.
   *
   * **Waits** while the kernel has no room for it, and while a name is looked up.
   *
   * @returns how many bytes were sent: all.
   * @throws IoError Uncategorized (EMSGSIZE) when it is too long; WouldBlock after the write timeout.
   *
   * Calls sendto(2).
   */
  sendTo(data: Bytes | string, addr: ToSocketAddrs, options?: CallOptions): Promise<number> {
    return attempt(() => {
      const bytes = encodeOctets(data, 'data');
      const signal = signalOf(options);
      const addrs = resolve(addr, signal);
      const send = (list: PackedList) => {
        const to = first(list);
        return this.#send(() => native.udpSendTo(this.fd, bytes, to), signal);
      };
      return addrs instanceof Promise ? addrs.then(send) : send(addrs);
    });
  }

  /**
   * Sends a datagram to the peer that {@link connect} has set.
   *
   * @returns how many bytes were sent: all.
   * @throws IoError ConnectionRefused when an earlier one found nobody; Uncategorized (EDESTADDRREQ) without a peer.
   *
   * Calls send(2).
   */
  send(data: Bytes | string, options?: CallOptions): Promise<number> {
    return attempt(() => {
      const bytes = encodeOctets(data, 'data');
      return this.#send(() => native.send(this.fd, bytes), signalOf(options));
    });
  }

  /**
   * Takes the next datagram. What does not fit into `buf` is discarded; all of it when `buf` is empty.
   *
   * **Waits** until one has come. One that is aborted has taken none.
   *
   * @returns its size, as far as it fitted, and who sent it. 0 is a datagram too.
   * @throws IoError WouldBlock after the read timeout.
   */
  recvFrom(buf: Bytes, options?: CallOptions): Promise<[n: number, from: SocketAddr]> {
    return this.#receive(buf, false, options).then(withSender);
  }

  /**
   * {@link recvFrom} without the address.
   *
   * @throws IoError ConnectionRefused when an earlier {@link send} found nobody; WouldBlock after the read timeout.
   */
  recv(buf: Bytes, options?: CallOptions): Promise<number> {
    return this.#receive(buf, false, options).then(sizeOf);
  }

  /** {@link recvFrom}, but the datagram stays and is received again. */
  peekFrom(buf: Bytes, options?: CallOptions): Promise<[n: number, from: SocketAddr]> {
    return this.#receive(buf, true, options).then(withSender);
  }

  /** {@link recv}, but the datagram stays and is received again. */
  peek(buf: Bytes, options?: CallOptions): Promise<number> {
    return this.#receive(buf, true, options).then(sizeOf);
  }

  /**
   * Takes as many datagrams as are there, one into each of `bufs`, at most 1,024: beyond std.
   *
   * **Waits** for the first only.
   *
   * @returns for each that came its size, as far as it fitted, and who sent it.
   * @throws IoError WouldBlock after the read timeout; ConnectionRefused as {@link recv} does.
   */
  recvMany(bufs: Bytes[], options?: CallOptions): Promise<Array<[n: number, from: SocketAddr]>> {
    return attempt(async () => {
      const views = checkArray(bufs, 'bufs', MAX_DATAGRAMS, octetsOf);
      const { fd } = this;
      if (views.length === 0) return [];
      const all = [withSender(await this.#receive(views[0]!, false, options))];
      const rest = views.slice(1);
      if (rest.length > 0 && this.isOpen && !this.#arrivals.waits && !this.#arrivals.ahead) {
        all.push(...takeMany(fd, rest));
      }
      return all;
    });
  }

  /**
   * Sends several datagrams in one call, at most 1,024: beyond std.
   *
   * **Waits** while the kernel has no room for the first.
   *
   * @returns how many were sent, which may be fewer than there are; go on with the rest.
   * @throws IoError when not even the first could be sent: what {@link sendTo} throws.
   *
   * Calls sendmmsg(2).
   */
  async sendMany(
    messages: Array<[data: Bytes | string, to: ToSocketAddrs]>,
    options?: CallOptions,
  ): Promise<number> {
    const signal = signalOf(options);
    const checked = checkArray(messages, 'messages', MAX_DATAGRAMS, checkMessage);
    const to = await Promise.all(checked.map(async (message) => first(await resolve(message.to, signal))));
    void this.fd;
    if (checked.length === 0) return 0;
    const bytes = checked.map((message) => message.bytes);
    const list = join(to);
    return this.#send(() => native.udpSendMany(this.fd, bytes, list), signal);
  }

  /**
   * A second handle to the same socket. Options and timeouts are shared; a datagram goes to whichever receives first.
   *
   * Calls fcntl(2) with F_DUPFD_CLOEXEC.
   */
  tryClone(): UdpSocket {
    return new UdpSocket(KEY, native.duplicate(this.fd), this.#arrivals);
  }

  override setReadTimeout(ms: number | null): void {
    super.setReadTimeout(ms);
    this.#arrivals.limits.changed();
  }

  override setWriteTimeout(ms: number | null): void {
    super.setWriteTimeout(ms);
    this.#arrivals.limits.changed();
  }

  override takeError(): IoError | null {
    const { fd } = this;
    return (this.#arrivals.takeFailure() ?? native.takeError(fd)) as IoError | null;
  }

  /**
   * Nothing changes for `true`: a socket of the event loop never blocks.
   *
   * @throws IoError Unsupported for `false`: {@link intoRawFd} leads to a socket that blocks.
   */
  override setNonblocking(on: boolean): void {
    refuseBlocking(on);
    void this.fd;
  }

  /**
   * Gives the descriptor away, blocking, as `fromRawFd()` of the blocking API takes it.
   *
   * @throws IoError ResourceBusy where calls wait, there are clones, or a datagram was taken that would be lost.
   */
  override intoRawFd(): number {
    const { fd } = this;
    if (this.#arrivals.shared) throw busy('the socket has other handles');
    if (this.#arrivals.waits) throw busy('calls on the socket wait');
    if (this.#arrivals.ahead) throw busy('a datagram waits to be received');
    native.setNonblocking(fd, false);
    this.#leave(movedError);
    return super.intoRawFd();
  }

  /**
   * Takes over a descriptor, for instance one that a blocking socket's `intoRawFd()` gave. Nothing else may use it, nor a
   * duplicate of it, in a blocking way any more.
   *
   * @throws IoError InvalidInput when it is not a UDP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): UdpSocket {
    checkFd(fd);
    native.adopt(fd, 'datagram');
    return UdpSocket.#open(fd);
  }

  override close(): void {
    if (this.isOpen) this.#leave(closedError);
    super.close();
  }

  /** {@link close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #receive(buf: Bytes, peek: boolean, options: CallOptions | undefined): Promise<Received> {
    return attempt(() => {
      const into = octetsOf(buf, 'buf');
      return this.#arrivals.receive(this, this.fd, into, peek, signalOf(options));
    });
  }

  #send(send: () => number, signal: AbortSignal | undefined): number | Promise<number> {
    void this.fd;
    const failure = this.#arrivals.takeFailure();
    if (failure !== null) throw failure;
    return sendSoon(send, () => this.#arrivals.limits.of(WRITE, this.fd), signal);
  }

  #leave(error: () => IoError): void {
    reaper.unregister(this);
    this.#arrivals.leave(this, error);
  }
}

function sizeOf({ n }: Received): number {
  return n;
}

function withSender({ n, from }: Received): [n: number, from: SocketAddr] {
  return [n, addrFromPacked(from)];
}

function takeMany(fd: Fd, views: Uint8Array[]): Array<[n: number, from: SocketAddr]> {
  if (!native.isReadable(fd)) return [];
  const sizes = new Uint32Array(views.length);
  const from = new Uint8Array(views.length * PACKED_SIZE);
  const count = native.udpRecvMany(fd, views, sizes, from);
  return Array.from({ length: count }, (_, i) => [sizes[i]!, addrFromPacked(packedAt(from, i).slice())]);
}

function checkMessage(value: unknown, name: string): { bytes: Uint8Array; to: ToSocketAddrs } {
  if (!Array.isArray(value)) throw invalidArgType(name, 'an instance of Array', value);
  const [data, to] = value;
  return { bytes: encodeOctets(data, `${name}[0]`), to };
}
