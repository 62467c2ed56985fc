import '../core/dispose.js';
import { type Bytes, decode, octetsOf } from '../core/bytes.js';
import { checkByte } from '../core/check.js';
import { unexpectedEof } from '../core/errors.js';
import { performAsync } from '../core/operation.js';
import { checkLimit } from '../io/limit.js';
import { LINE_FEED, lengthOfLine, withoutLast } from '../io/line.js';
import { ReadAhead } from '../io/read_ahead.js';
import { decodeAll, readAll, withPartial } from '../io/read_all.js';
import type { ReadBuffer } from '../io/read_buffer.js';
import { attempt, type CallOptions, isAbort, optionsOf, signalOf } from './call_options.js';
import { InOrder } from './in_order.js';
import type { Read } from './read.js';
import { asyncSteps } from './steps.js';

/**
 * Reads from another stream in large pieces, and cuts what it reads into lines: the blocking `BufReader`'s mirror.
 *
 * A call that a timeout (WouldBlock) or a signal ends loses nothing: repeated, it goes on where it was, also in the middle of
 * a line. Calls are served in the order in which they were made. Every method throws IoError with code `ERR_SOCKET_CLOSED`
 * after {@link close} and `ERR_USE_AFTER_MOVE` after {@link intoInner}.
 *
 * @example
 * ```ts
 * await using reader = new BufReader(await TcpStream.connect('127.0.0.1:7878'));
 * for await (const line of reader.lines()) console.log(line);
 * ```
 */
export class BufReader extends ReadAhead<Read> implements Read, Disposable, AsyncDisposable {
  readonly #calls = new InOrder();
  /** Of the call whose turn it is. */
  #signal: AbortSignal | undefined;

  /**
   * Reads ahead of whoever reads from it. Reads nothing yet.
   *
   * @param inner where the bytes come from. It is {@link close}d with the reader, and is to be read through it only.
   * @param capacity how many bytes are read ahead at most; default 8192.
   */
  constructor(inner: Read, capacity = 8192) {
    super(
      inner,
      capacity,
      { read: (room) => this.wrapped.stream.read(room, optionsOf(this.#signal)) },
      (error) => isAbort(error, this.#signal),
    );
  }

  /**
   * What was read ahead, at least 1 byte; good until the next call. {@link consume} says how much of it was used.
   *
   * **Waits** when nothing is buffered, as the inner stream does.
   *
   * @returns empty at the end of the stream.
   */
  fillBuf(options?: CallOptions): Promise<Buffer> {
    return this.#call(options, (buffer) => performAsync(buffer.fill()));
  }

  /**
   * Reads what there is, at most as much as `buf` has room for. Large reads go past an empty buffer.
   *
   * **Waits** when nothing is buffered, as the inner stream does.
   *
   * @returns how many bytes; 0 at the end of the stream, and at once for an empty `buf`.
   */
  read(buf: Bytes, options?: CallOptions): Promise<number> {
    return attempt(() => {
      const into = octetsOf(buf, 'buf');
      return this.#call(options, async (buffer) => {
        if (into.length === 0) return 0;
        return buffer.take(into) || performAsync(buffer.read(into));
      });
    });
  }

  /**
   * Reads until `buf` is full.
   *
   * **Waits** as the inner stream does.
   *
   * @throws IoError UnexpectedEof, `failed to fill whole buffer`, with `transferred`: that many bytes are in `buf`. After
   * any other error all bytes are still to be read.
   */
  readExact(buf: Bytes, options?: CallOptions): Promise<void> {
    return attempt(() => {
      const into = octetsOf(buf, 'buf');
      return this.#call(options, async (buffer) => {
        const filled = await performAsync(buffer.readFull(into));
        if (filled < into.length) throw unexpectedEof(filled);
      });
    });
  }

  /**
   * Reads to the end of the stream.
   *
   * **Waits** as the inner stream does. One that is aborted has taken nothing.
   *
   * @param limit how many bytes there may be; default 64 MiB, Infinity lifts it.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`; whatever the inner stream throws. `partial` is what was
   * read, which is then consumed.
   */
  readToEnd(limit?: number, options?: CallOptions): Promise<Buffer> {
    return attempt(() => {
      const most = checkLimit(limit);
      return this.#call(options, (buffer) => {
        const source = { read: (room: Uint8Array) => performAsync(buffer.read(room)) };
        return performAsync(readAll(source, most, (error, partial) => this.#failed(error, partial, buffer)));
      });
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
   * Reads a line, its `'\n'` included.
   *
   * **Waits** as the inner stream does.
   *
   * @param limit how many bytes it may have, `'\n'` included; default 64 MiB, Infinity lifts it.
   * @returns null at the end of the stream. The last line may lack its `'\n'`; one that an error of the stream has cut
   * off does not count as a line.
   * @throws IoError InvalidData, `stream did not contain valid UTF-8`, or with code `ERR_LIMIT_EXCEEDED`: the next call
   * goes on behind that line.
   */
  readLine(limit?: number, options?: CallOptions): Promise<string | null> {
    return attempt(() => this.#next(LINE_FEED, checkLimit(limit), options, (line) => decode(line)));
  }

  /**
   * Reads through the next `byte`.
   *
   * **Waits** as the inner stream does.
   *
   * @param limit how many bytes there may be, `byte` included; default 64 MiB, Infinity lifts it.
   * @returns empty at the end of the stream.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`: the next call goes on behind the next `byte`.
   */
  readUntil(byte: number, limit?: number, options?: CallOptions): Promise<Buffer> {
    return attempt(async () => {
      const delimiter = checkByte(byte, 'byte');
      const piece = await this.#next(delimiter, checkLimit(limit), options, (piece, buffer) =>
        buffer.own(piece),
      );
      return piece ?? Buffer.alloc(0);
    });
  }

  /**
   * The lines that are left, each without its `'\n'` or `'\r\n'`.
   *
   * Each step **waits**, and rejects, as {@link readLine} does; the iterator stays usable, and goes on with the line behind a
   * bad one.
   */
  lines(limit?: number, options?: CallOptions): AsyncIterableIterator<string> {
    const most = checkLimit(limit);
    return asyncSteps(() => this.#next(LINE_FEED, most, options, (line) => decode(line, lengthOfLine(line))));
  }

  /**
   * The pieces between one `byte` and the next, without it.
   *
   * Each step **waits**, and rejects, as {@link readUntil} does; the iterator stays usable.
   */
  split(byte: number, limit?: number, options?: CallOptions): AsyncIterableIterator<Buffer> {
    const delimiter = checkByte(byte, 'byte');
    const most = checkLimit(limit);
    return asyncSteps(() =>
      this.#next(delimiter, most, options, (piece, buffer) => buffer.own(withoutLast(piece, delimiter))),
    );
  }

  /** Closes the inner stream; again: does nothing. */
  async close(): Promise<void> {
    await this.wrapped.close();
  }

  /** {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** {@link close}, for `using`: nobody waits for it, and hears of its errors. */
  [Symbol.dispose](): void {
    this.close().catch(() => {});
  }

  #next<T>(
    delimiter: number,
    limit: number,
    options: CallOptions | undefined,
    shape: (piece: Buffer, buffer: ReadBuffer) => T,
  ): Promise<T | null> {
    return attempt(() => {
      if (this.#calls.idle) {
        signalOf(options);
        const buffer = this.usable;
        const piece = buffer.cut(delimiter, limit);
        if (piece !== null) return shape(piece, buffer);
      }
      return this.#call(options, async (buffer) => {
        const piece = await performAsync(buffer.readUntil(delimiter, limit));
        return piece === null ? null : shape(piece, buffer);
      });
    });
  }

  #call<T>(options: CallOptions | undefined, call: (buffer: ReadBuffer) => Promise<T>): Promise<T> {
    return attempt(() => {
      const signal = signalOf(options);
      void this.usable;
      return this.#calls.run(signal, () => {
        this.#signal = signal;
        return call(this.usable);
      });
    });
  }

  #failed(error: unknown, partial: Buffer, buffer: ReadBuffer): unknown {
    if (!isAbort(error, this.#signal)) return withPartial(error, partial);
    buffer.unread(partial);
    return error;
  }
}
