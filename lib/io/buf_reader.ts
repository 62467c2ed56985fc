import '../core/dispose.js';
import { type Bytes, decode, octetsOf } from '../core/bytes.js';
import { checkByte } from '../core/check.js';
import { unexpectedEof } from '../core/errors.js';
import { perform } from '../core/operation.js';
import { steps } from '../core/steps.js';
import { checkLimit } from './limit.js';
import { LINE_FEED, lengthOfLine, withoutLast } from './line.js';
import type { Read } from './read.js';
import { ReadAhead } from './read_ahead.js';
import { decodeAll, readAll } from './read_all.js';

/**
 * Reads from another stream in large pieces, and cuts what it reads into lines: Rust's `BufReader`, with `BufRead`.
 *
 * A call that a timeout (WouldBlock) or a signal (Interrupted) ends loses nothing: repeated, it goes on where it was,
 * also in the middle of a line. Every method throws IoError with code `ERR_SOCKET_CLOSED` after {@link close} and
 * `ERR_USE_AFTER_MOVE` after {@link intoInner}.
 *
 * @example
 * ```ts
 * using reader = new BufReader(TcpStream.connect('127.0.0.1:7878'));
 * for (const line of reader.lines()) console.log(line);
 * ```
 */
export class BufReader extends ReadAhead<Read> implements Read, Disposable {
  /**
   * Reads ahead of whoever reads from it. Reads nothing yet.
   *
   * @param inner where the bytes come from. It is {@link close}d with the reader, and is to be read through it only.
   * @param capacity how many bytes are read ahead at most; default 8192.
   */
  constructor(inner: Read, capacity = 8192) {
    super(inner, capacity, { read: (room) => this.wrapped.stream.read(room) });
  }

  /**
   * What was read ahead, at least 1 byte; good until the next call. {@link consume} says how much of it was used.
   *
   * **Blocks** when nothing is buffered, as the inner stream does.
   *
   * @returns empty at the end of the stream.
   */
  fillBuf(): Buffer {
    return perform(this.usable.fill());
  }

  /**
   * Reads what there is, at most as much as `buf` has room for. Large reads go past an empty buffer.
   *
   * **Blocks** when nothing is buffered, as the inner stream does.
   *
   * @returns how many bytes; 0 at the end of the stream, and at once for an empty `buf`.
   */
  read(buf: Bytes): number {
    const into = octetsOf(buf, 'buf');
    const buffer = this.usable;
    if (into.length === 0) return 0;
    return buffer.take(into) || perform(buffer.read(into));
  }

  /**
   * Reads until `buf` is full.
   *
   * **Blocks** as the inner stream does.
   *
   * @throws IoError UnexpectedEof, `failed to fill whole buffer`, with `transferred`: that many bytes are in `buf`. After
   * any other error all bytes are still to be read.
   */
  readExact(buf: Bytes): void {
    const into = octetsOf(buf, 'buf');
    const buffer = this.usable;
    const filled = perform(buffer.readFull(into));
    if (filled < into.length) throw unexpectedEof(filled);
  }

  /**
   * Reads to the end of the stream.
   *
   * **Blocks** as the inner stream does.
   *
   * @param limit how many bytes there may be; default 64 MiB, Infinity lifts it.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`; whatever the inner stream throws. `partial` is what was
   * read, which is then consumed.
   */
  readToEnd(limit?: number): Buffer {
    const most = checkLimit(limit);
    const buffer = this.usable;
    return perform(readAll({ read: (room) => perform(buffer.read(room)) }, most));
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
   * Reads a line, its `'\n'` included.
   *
   * **Blocks** as the inner stream does.
   *
   * @param limit how many bytes it may have, `'\n'` included; default 64 MiB, Infinity lifts it.
   * @returns null at the end of the stream. The last line may lack its `'\n'`; one that an error of the stream has cut
   * off does not count as a line.
   * @throws IoError InvalidData, `stream did not contain valid UTF-8`, or with code `ERR_LIMIT_EXCEEDED`: the next call
   * goes on behind that line.
   */
  readLine(limit?: number): string | null {
    const most = checkLimit(limit);
    const line = this.#next(LINE_FEED, most);
    return line === null ? null : decode(line);
  }

  /**
   * Reads through the next `byte`.
   *
   * **Blocks** as the inner stream does.
   *
   * @param limit how many bytes there may be, `byte` included; default 64 MiB, Infinity lifts it.
   * @returns empty at the end of the stream.
   * @throws IoError InvalidData with code `ERR_LIMIT_EXCEEDED`: the next call goes on behind the next `byte`.
   */
  readUntil(byte: number, limit?: number): Buffer {
    const delimiter = checkByte(byte, 'byte');
    const most = checkLimit(limit);
    const buffer = this.usable;
    return buffer.own(this.#next(delimiter, most) ?? Buffer.alloc(0));
  }

  /**
   * The lines that are left, each without its `'\n'` or `'\r\n'`.
   *
   * Each step **blocks**, and throws, as {@link readLine} does; the iterator stays usable, and goes on with the line
   * behind a bad one.
   */
  lines(limit?: number): IterableIterator<string> {
    const most = checkLimit(limit);
    return steps(() => {
      const line = this.#next(LINE_FEED, most);
      return line === null ? null : decode(line, lengthOfLine(line));
    });
  }

  /**
   * The pieces between one `byte` and the next, without it.
   *
   * Each step **blocks**, and throws, as {@link readUntil} does; the iterator stays usable.
   */
  split(byte: number, limit?: number): IterableIterator<Buffer> {
    const delimiter = checkByte(byte, 'byte');
    const most = checkLimit(limit);
    return steps(() => {
      const buffer = this.usable;
      const piece = this.#next(delimiter, most);
      return piece === null ? null : buffer.own(withoutLast(piece, delimiter));
    });
  }

  /** Closes the inner stream; again: does nothing. */
  close(): void {
    this.wrapped.close();
  }

  /** {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #next(delimiter: number, limit: number): Buffer | null {
    const buffer = this.usable;
    return buffer.cut(delimiter, limit) ?? perform(buffer.readUntil(delimiter, limit));
  }
}
