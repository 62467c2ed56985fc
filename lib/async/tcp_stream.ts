import '../core/dispose.js';
import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';
import { invalidArgType } from '../core/argument_error.js';
import { type Bytes, encodeOctets, octetsOf } from '../core/bytes.js';
import { checkArray } from '../core/check.js';
import { checkDuration } from '../core/duration.js';
import { performAsync } from '../core/operation.js';
import { checkLimit } from '../io/limit.js';
import { decodeAll, readAll, withPartial } from '../io/read_all.js';
import { orClosed } from '../net/or_closed.js';
import { checkShutdown, type Shutdown } from '../net/shutdown.js';
import { checkFd, KEY } from '../net/socket.js';
import { packedOf, type SocketAddr } from '../net/socket_addr.js';
import { TcpStream as BlockingStream, checkOneAddr } from '../net/tcp_stream.js';
import { some, type ToSocketAddrs } from '../net/to_socket_addrs.js';
import { aborted } from './aborted.js';
import { busy } from './busy.js';
import { attempt, type CallOptions, isAbort, signalOf } from './call_options.js';
import { connectOne, connectSome } from './connect.js';
import { resolve } from './lookup.js';
import { LoopConnection } from './loop_connection.js';
import { LoopStream } from './loop_stream.js';
import type { Read } from './read.js';
import { MAX_SLICES, MOST_VECTORED, scatter, totalOf } from './vectored.js';
import type { Write } from './write.js';

/** A stream over a descriptor that is known to be one, and that nobody else uses. @internal */
export let openAsync: (fd: Fd) => TcpStream;

/**
 * A TCP connection on the event loop: the blocking `TcpStream`'s mirror, and Rust's `tokio::net::TcpStream`.
 *
 * Calls that wait return promises; those that only ask or tell the system something (addresses, options) answer at once, as
 * in the blocking API. A call that waits keeps the process alive, an open stream does not. What several tasks read, and what
 * they write, is served in the order in which they asked.
 *
 * @example
 * ```ts
 * await using stream = await TcpStream.connect('127.0.0.1:7878');
 * await stream.writeAll('hello echo');
 * const buf = Buffer.alloc(1024);
 * const n = await stream.read(buf);
 * console.log(buf.toString('utf8', 0, n));
 * ```
 */
export class TcpStream extends LoopStream implements Read, Write {
  private constructor(key: typeof KEY, fd: Fd, connection = new LoopConnection()) {
    super(key, fd, connection);
  }

  static {
    openAsync = (fd) =>
      orClosed(fd, () => {
        native.setNonblocking(fd, true);
        return new TcpStream(KEY, fd);
      });
  }

  /**
   * Connects to the first of the addresses that answers.
   *
   * **Waits** while a name is looked up and until the peer, or the system's own patience, has decided.
   *
   * @throws IoError the last address's: ConnectionRefused, TimedOut, NetworkUnreachable, …
   */
  static async connect(addr: ToSocketAddrs, options?: CallOptions): Promise<TcpStream> {
    const signal = signalOf(options);
    return openAsync(await connectSome(some(await resolve(addr, signal)), signal));
  }

  /**
   * Connects to one address, within a time.
   *
   * **Waits** for at most `timeoutMs` milliseconds.
   *
   * @param addr no name: looking one up takes time that no timeout bounds.
   * @throws IoError TimedOut, `connection timed out`; InvalidInput for 0, unless connecting was over at once.
   */
  static async connectTimeout(
    addr: SocketAddr | string,
    timeoutMs: number,
    options?: CallOptions,
  ): Promise<TcpStream> {
    const limit = checkDuration(timeoutMs, 'timeoutMs');
    const packed = packedOf(checkOneAddr(addr));
    return openAsync(await connectOne(packed, limit, signalOf(options)));
  }

  /**
   * Reads what there is, at most as much as `buf` has room for.
   *
   * **Waits** until bytes, the end of the stream or an error have come. One that is aborted, or runs into the read timeout,
   * has taken no byte.
   *
   * @returns how many bytes; 0 at the end of the stream, and at once for an empty buffer.
   * @throws IoError WouldBlock after the read timeout; ConnectionReset.
   */
  read(buf: Bytes, options?: CallOptions): Promise<number> {
    return attempt(() => this.take(octetsOf(buf, 'buf'), 'some', signalOf(options)));
  }

  /** {@link read} into several buffers, one after the other: the first 1,024 of them, and at most 64 KiB. */
  readVectored(bufs: Bytes[], options?: CallOptions): Promise<number> {
    return attempt(async () => {
      const views = checkArray(bufs, 'bufs', MAX_SLICES, octetsOf);
      const signal = signalOf(options);
      const all = Buffer.allocUnsafe(Math.min(totalOf(views), MOST_VECTORED));
      const n = await this.take(all, 'some', signal);
      scatter(all.subarray(0, n), views);
      return n;
    });
  }

  /** {@link read}, but the bytes stay where they are and are read again. */
  peek(buf: Bytes, options?: CallOptions): Promise<number> {
    return attempt(() => this.take(octetsOf(buf, 'buf'), 'peek', signalOf(options)));
  }

  /**
   * Reads until `buf` is full.
   *
   * **Waits** until then; the read timeout bounds each wait, not the whole. One that is aborted has taken no byte.
   *
   * @throws IoError UnexpectedEof, `failed to fill whole buffer`; whatever {@link read} throws. `transferred` tells how
   * many bytes are in `buf`.
   */
  readExact(buf: Bytes, options?: CallOptions): Promise<void> {
    return attempt(async () => {
      await this.take(octetsOf(buf, 'buf'), 'all', signalOf(options));
    });
  }

  /**
   * Reads to the end of the stream.
   *
   * **Waits** until the peer has ended its side; the read timeout bounds each wait, not the whole. One that is aborted has
   * taken no byte.
   *
   * @param limit how many bytes there may be; default 64 MiB, Infinity lifts it.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`; whatever {@link read} throws. `partial` is what was read.
   */
  readToEnd(limit?: number, options?: CallOptions): Promise<Buffer> {
    return attempt(() => {
      const most = checkLimit(limit);
      const signal = signalOf(options);
      const source = { read: (room: Uint8Array) => this.take(room, 'some', signal) };
      return performAsync(
        readAll(source, most, (error, partial) => {
          if (!isAbort(error, signal)) return withPartial(error, partial);
          this.connection.in.unread(partial);
          return error;
        }),
      );
    });
  }

  /**
   * {@link readToEnd}, as text.
   *
   * @throws IoError InvalidData, `stream did not contain valid UTF-8`; whatever {@link readToEnd} throws.
   */
  async readToString(limit?: number, options?: CallOptions): Promise<string> {
    return decodeAll(await this.readToEnd(limit, options));
  }

  /**
   * Writes `data`; a string as UTF-8. The bytes must stay as they are until the promise is settled.
   *
   * **Waits** until the kernel has taken all, unless a limit ends it before.
   *
   * @returns how many bytes were taken; fewer than there are when the write timeout, a signal or an error came in between,
   * which the next call then tells.
   * @throws IoError WouldBlock after the write timeout; BrokenPipe, ConnectionReset.
   */
  write(data: Bytes | string, options?: CallOptions): Promise<number> {
    return attempt(() => this.give(encodeOctets(data, 'data'), false, signalOf(options)));
  }

  /**
   * Writes all of `data`; a string as UTF-8. The bytes must stay as they are until the promise is settled.
   *
   * **Waits** until the kernel has taken all; the write timeout bounds each wait, not the whole. One that is aborted may have
   * sent a part: where that matters, use {@link write}.
   *
   * @throws IoError whatever {@link write} throws. `transferred` tells how many bytes had gone.
   */
  writeAll(data: Bytes | string, options?: CallOptions): Promise<void> {
    return attempt(() => {
      const gone = this.give(encodeOctets(data, 'data'), true, signalOf(options));
      return typeof gone === 'number' ? undefined : gone.then(() => undefined);
    });
  }

  /** {@link write} from several buffers, one after the other: the first 1,024 of them. */
  writeVectored(bufs: Bytes[], options?: CallOptions): Promise<number> {
    return attempt(() => {
      const views = checkArray(bufs, 'bufs', MAX_SLICES, octetsOf);
      return this.give(Buffer.concat(views), false, signalOf(options));
    });
  }

  /** Does nothing: a stream holds nothing back. */
  flush(options?: CallOptions): Promise<void> {
    return attempt(() => {
      void this.fd;
      signalOf(options);
    });
  }

  /**
   * Ends one half of the connection, or both, for every handle to it; calls that wait end as in the blocking API.
   *
   * **Waits** only for a byte that a write which was given up has left with the event loop.
   *
   * @throws IoError NotConnected.
   *
   * Calls shutdown(2).
   */
  shutdown(how: Shutdown, options?: CallOptions): Promise<void> {
    return attempt(async () => {
      const number = checkShutdown(how);
      const signal = signalOf(options);
      void this.fd;
      if (how !== 'Read')
        await aborted(signal, new Promise<void>((paid) => this.connection.out.whenPaid(paid)));
      native.shutdown(this.fd, number);
    });
  }

  /**
   * A second handle to the same connection, for instance one that a task reads through and one that another writes through.
   * Options, timeouts, {@link shutdown} and what was read ahead are shared; closing one leaves the other open.
   *
   * Calls fcntl(2) with F_DUPFD_CLOEXEC.
   */
  tryClone(): TcpStream {
    return new TcpStream(KEY, native.duplicate(this.fd), this.connection);
  }

  /**
   * Gives the descriptor away, blocking, as `fromRawFd()` of the blocking API takes it. {@link intoBlocking} does the same
   * in one step, with what was read ahead.
   *
   * @throws IoError ResourceBusy where calls wait, there are clones, or bytes were read ahead that would be lost.
   */
  override intoRawFd(): number {
    if (this.connection.in.ahead > 0) throw busy('bytes were read ahead: use intoBlocking()');
    return this.moveOut();
  }

  /**
   * Takes over a descriptor, for instance one that a blocking stream's `intoRawFd()` gave. Nothing else may use it, nor a
   * duplicate of it, in a blocking way any more.
   *
   * @throws IoError InvalidInput when it is not a TCP socket over IPv4 or IPv6.
   */
  static fromRawFd(fd: number): TcpStream {
    checkFd(fd);
    native.adopt(fd, 'stream');
    return openAsync(fd);
  }

  /**
   * Takes over a blocking stream, which is unusable from now on. It must be the only handle to its connection.
   *
   * @param buffered bytes that were read from it already, by a BufReader for instance: they are read first.
   */
  static fromBlocking(stream: BlockingStream, buffered?: Bytes): TcpStream {
    const bytes = Buffer.from(buffered === undefined ? [] : octetsOf(buffered, 'buffered'));
    if (!(stream instanceof BlockingStream)) throw invalidArgType('stream', 'a blocking TcpStream', stream);
    const moved = TcpStream.fromRawFd(stream.intoRawFd());
    moved.connection.in.unread(bytes);
    return moved;
  }

  /**
   * Moves the connection to the blocking API: the stream, and what the event loop had read ahead of it, which comes before
   * everything that is read from the stream. This handle is unusable from now on.
   *
   * @throws IoError ResourceBusy where calls wait, or there are clones.
   */
  intoBlocking(): [stream: BlockingStream, buffered: Buffer] {
    const connection = this.connection;
    const stream = BlockingStream.fromRawFd(this.moveOut());
    return [stream, connection.in.takeAhead()];
  }
}
