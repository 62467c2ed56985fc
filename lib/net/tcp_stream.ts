import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, encode } from '../core/bytes.js';
import { checkArray, checkBytes, notBytes } from '../core/check.js';
import { checkDuration } from '../core/duration.js';
import { perform } from '../core/operation.js';
import { checkLimit } from '../io/limit.js';
import type { Read } from '../io/read.js';
import { decodeAll, readAll } from '../io/read_all.js';
import type { Write } from '../io/write.js';
import { checkShutdown, type Shutdown } from './shutdown.js';
import { checkFd, KEY } from './socket.js';
import { isSocketAddr, packedOf, SocketAddr } from './socket_addr.js';
import { StreamSocket } from './stream_socket.js';
import { resolveSome, type ToSocketAddrs } from './to_socket_addrs.js';

/** More slices than the system takes in one call (IOV_MAX) are left for the next. */
const MAX_SLICES = 1024;

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
export class TcpStream extends StreamSocket implements Read, Write {
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
    return perform(readAll(this, checkLimit(limit)));
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

/** @internal */
export function checkOneAddr(value: unknown): SocketAddr {
  if (isSocketAddr(value)) return value;
  if (typeof value === 'string') return SocketAddr.parse(value);
  throw invalidArgType('addr', 'of type string or an instance of SocketAddr', value);
}
