import { native } from '../binding/index.js';
import { type Fd, Option } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import { checkArray, checkBytes, notBytes } from '../core/check.js';
import { checkDuration, checkTimeout, wholeUnits } from '../core/duration.js';
import { checkLimit } from '../io/limit.js';
import type { Read } from '../io/read.js';
import { decodeAll, readAll } from '../io/read_all.js';
import type { Write } from '../io/write.js';
import { DataSocket } from './data_socket.js';
import { checkKeepalive, type Keepalive, keepaliveOf, setKeepalive } from './keepalive.js';
import { checkShutdown, type Shutdown } from './shutdown.js';
import { checkFd, KEY } from './socket.js';
import { isSocketAddr, packedOf, SocketAddr } from './socket_addr.js';
import { resolveSome, type ToSocketAddrs } from './to_socket_addrs.js';

/** More slices than the system takes in one call (IOV_MAX) are left for the next. */
const MAX_SLICES = 1024;
const SECOND = 1000;

/** A stream over a descriptor that is known to be one. @internal */
export let openStream: (fd: Fd) => TcpStream;

/**
 * A TCP connection: Rust's `TcpStream`.
 *
 * Its calls block the calling thread in the kernel, as long as the timeouts allow. The process, or the Worker, can be
 * ended meanwhile. On the main thread of a process with a signal listener they throw Interrupted when a signal comes, so
 * that the listener can run.
 *
 * @example
 * ```ts
 * using stream = TcpStream.connect('127.0.0.1:7878');
 * stream.writeAll('hello echo');
 * const buf = Buffer.alloc(1024);
 * const n = stream.read(buf);
 * console.log(buf.toString('utf8', 0, n));
 * ```
 */
export class TcpStream extends DataSocket implements Read, Write {
  private constructor(key: typeof KEY, fd: Fd) {
    super(key, fd);
  }

  static {
    openStream = (fd) => new TcpStream(KEY, fd);
  }

  /**
   * Connects to the first of the addresses that answers.
   *
   * **Blocks** while a name is looked up and until the peer, or the system's own patience, has decided.
   *
   * @throws IoError the last address's: ConnectionRefused, TimedOut, NetworkUnreachable, …
   *
   * Calls getaddrinfo(3), socket(2), connect(2).
   */
  static connect(addr: ToSocketAddrs): TcpStream {
    return new TcpStream(KEY, native.tcpConnect(resolveSome(addr)));
  }

  /**
   * Connects to one address, within a time.
   *
   * **Blocks** for at most `timeoutMs` milliseconds.
   *
   * @param addr no name: looking one up takes time that no timeout bounds.
   * @throws IoError TimedOut, `connection timed out`; InvalidInput for 0, unless connecting failed at once.
   *
   * Calls socket(2), connect(2), poll(2).
   */
  static connectTimeout(addr: SocketAddr | string, timeoutMs: number): TcpStream {
    const ms = checkDuration(timeoutMs, 'timeoutMs');
    return new TcpStream(KEY, native.tcpConnectTimeout(packedOf(checkOneAddr(addr)), ms));
  }

  /**
   * Reads what there is, at most as much as `buf` has room for.
   *
   * **Blocks** until bytes, the end of the stream or an error have come.
   *
   * @returns how many bytes; 0 at the end of the stream, and at once for an empty buffer.
   * @throws IoError WouldBlock after the read timeout; ConnectionReset.
   *
   * Calls recv(2).
   */
  read(buf: Bytes): number {
    if (!ArrayBuffer.isView(buf)) throw notBytes(buf, 'buf');
    return native.recv(this.fd, buf);
  }

  /**
   * {@link read} into several buffers, one after the other; the first 1,024 of them.
   *
   * Calls recvmsg(2).
   */
  readVectored(bufs: Bytes[]): number {
    const views = checkArray(bufs, 'bufs', MAX_SLICES, checkBytes);
    return native.recvVectored(this.fd, views);
  }

  /**
   * {@link read}, but the bytes stay where they are and are read again.
   *
   * Calls recv(2) with MSG_PEEK.
   */
  peek(buf: Bytes): number {
    checkBytes(buf, 'buf');
    return native.peek(this.fd, buf);
  }

  /**
   * Reads until `buf` is full.
   *
   * **Blocks** until then; the read timeout bounds each wait, not the whole.
   *
   * @throws IoError UnexpectedEof, `failed to fill whole buffer`; whatever {@link read} throws. `transferred` tells how
   * many bytes are in `buf`.
   *
   * Calls recv(2).
   */
  readExact(buf: Bytes): void {
    checkBytes(buf, 'buf');
    native.recvExact(this.fd, buf);
  }

  /**
   * Reads to the end of the stream.
   *
   * **Blocks** until the peer has ended its side; the read timeout bounds each wait, not the whole.
   *
   * @param limit how many bytes there may be; default 64 MiB, Infinity lifts it.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`; whatever {@link read} throws. `partial` is what was read.
   *
   * Calls recv(2).
   */
  readToEnd(limit?: number): Buffer {
    return readAll(this, checkLimit(limit));
  }

  /**
   * {@link readToEnd}, as text.
   *
   * @throws IoError InvalidData, `stream did not contain valid UTF-8`; whatever {@link readToEnd} throws.
   */
  readToString(limit?: number): string {
    return decodeAll(this.readToEnd(limit));
  }

  /**
   * Writes some of `data`; a string as UTF-8.
   *
   * **Blocks** until the kernel has room for some of it.
   *
   * @returns how many bytes were taken; fewer than there are when a timeout or a signal came in between.
   * @throws IoError WouldBlock after the write timeout; BrokenPipe, ConnectionReset.
   *
   * Calls send(2) with MSG_NOSIGNAL.
   */
  write(data: Bytes | string): number {
    const bytes = encode(data, 'data');
    return native.send(this.fd, bytes);
  }

  /**
   * Writes all of `data`; a string as UTF-8.
   *
   * **Blocks** until the kernel has taken all; the write timeout bounds each wait, not the whole.
   *
   * @throws IoError whatever {@link write} throws. `transferred` tells how many bytes had gone.
   *
   * Calls send(2) with MSG_NOSIGNAL.
   */
  writeAll(data: Bytes | string): void {
    const bytes = encode(data, 'data');
    native.sendAll(this.fd, bytes);
  }

  /**
   * {@link write} from several buffers, one after the other, in one call; the first 1,024 of them.
   *
   * Calls sendmsg(2) with MSG_NOSIGNAL.
   */
  writeVectored(bufs: Bytes[]): number {
    const views = checkArray(bufs, 'bufs', MAX_SLICES, checkBytes);
    return native.sendVectored(this.fd, views);
  }

  /** Does nothing: a stream holds nothing back. */
  flush(): void {
    void this.fd;
  }

  /**
   * Ends one half of the connection, or both, for every handle to it; calls blocked in another thread return.
   *
   * @throws IoError NotConnected.
   *
   * Calls shutdown(2).
   */
  shutdown(how: Shutdown): void {
    const number = checkShutdown(how);
    native.shutdown(this.fd, number);
  }

  /**
   * A second handle to the same connection, for instance one to read through and one to write through. Options,
   * timeouts and {@link shutdown} are shared; closing one leaves the other open.
   *
   * Calls fcntl(2) with F_DUPFD_CLOEXEC.
   */
  tryClone(): TcpStream {
    return new TcpStream(KEY, native.duplicate(this.fd));
  }

  /**
   * Whether small writes are sent at once instead of waiting for more (Nagle's algorithm). Default false.
   *
   * Calls setsockopt(2) with TCP_NODELAY.
   */
  setNodelay(on: boolean): void {
    this.setFlag(Option.Nodelay, on, 'on');
  }

  /** What {@link setNodelay} sets. Calls getsockopt(2) with TCP_NODELAY. */
  nodelay(): boolean {
    return this.flag(Option.Nodelay);
  }

  /**
   * How long {@link close} waits until the peer has what was not sent yet. The process, or the Worker, can be ended
   * meanwhile; nobody waits for a stream that the garbage collector closes, or the end of its Worker.
   *
   * Milliseconds, rounded up to whole seconds; 0: closing resets the connection; null, the default: closing returns at
   * once and the system goes on sending.
   *
   * Calls setsockopt(2) with SO_LINGER.
   */
  setLinger(ms: number | null): void {
    const seconds = ms === null ? null : wholeUnits(checkDuration(ms, 'ms'), SECOND, 'ms');
    native.setLinger(this.fd, seconds);
  }

  /** What {@link setLinger} sets: milliseconds, or null. Calls getsockopt(2) with SO_LINGER. */
  linger(): number | null {
    const seconds = native.getLinger(this.fd);
    return seconds === null ? null : seconds * SECOND;
  }

  /**
   * Whether the system probes an idle connection, and how; null, the default: it does not.
   *
   * `time` of silence, then a probe each `interval`, and after `retries` without an answer the connection is dead
   * (TimedOut). Milliseconds, rounded up to whole seconds; what is left out keeps its value.
   *
   * @throws IoError InvalidInput for a duration of 0, or what the system refuses.
   *
   * Calls setsockopt(2) with TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, SO_KEEPALIVE.
   */
  setKeepalive(opts: Partial<Keepalive> | null): void {
    const settings = checkKeepalive(opts);
    setKeepalive(this.fd, settings);
  }

  /** What {@link setKeepalive} sets; null while the system does not probe. */
  keepalive(): Keepalive | null {
    return keepaliveOf(this.fd);
  }

  /**
   * How long sent bytes may stay unacknowledged before the connection is dead (TimedOut).
   *
   * Milliseconds, rounded up to whole ones; null, the default: the system's own patience.
   *
   * @throws IoError InvalidInput for 0; Unsupported where the system has no such option (macOS).
   *
   * Calls setsockopt(2) with TCP_USER_TIMEOUT.
   */
  setUserTimeout(ms: number | null): void {
    const limit = checkTimeout(ms, 'ms');
    const whole = limit === null ? 0 : wholeUnits(limit, 1, 'ms');
    native.setOption(this.fd, Option.UserTimeout, whole);
  }

  /** What {@link setUserTimeout} sets: milliseconds, or null. Calls getsockopt(2) with TCP_USER_TIMEOUT. */
  userTimeout(): number | null {
    const ms = native.getOption(this.fd, Option.UserTimeout);
    return ms === 0 ? null : ms;
  }

  /**
   * Takes over a descriptor: one that `intoRawFd()` gave another thread, or a duplicate of one of `node:net`'s. Those are
   * non-blocking, and their duplicates with them: `setNonblocking(false)` makes them block.
   *
   * @throws IoError InvalidInput when it is not a TCP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): TcpStream {
    checkFd(fd);
    native.adopt(fd, 'stream');
    return new TcpStream(KEY, fd);
  }
}

function checkOneAddr(value: unknown): SocketAddr {
  if (isSocketAddr(value)) return value;
  if (typeof value === 'string') return SocketAddr.parse(value);
  throw invalidArgType('addr', 'of type string or an instance of SocketAddr', value);
}
