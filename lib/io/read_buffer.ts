import { limitExceeded } from '../core/errors.js';
import { IoError } from '../core/io_error.js';
import type { Operation } from '../core/operation.js';
import { Accumulator } from './accumulator.js';
import { checkRead, type Source } from './read.js';

/**
 * The mechanics of a BufReader: bytes that were read from the inner stream and not consumed yet.
 *
 * Whatever ends a call in the middle, what it has taken stays here, in front of what comes next: the beginning of a line
 * in `#line`, everything else in `#filled` from `#start` on.
 * @internal
 */
export class ReadBuffer {
  readonly #source: Source;
  readonly #gaveUp: (error: unknown) => boolean;
  readonly #capacity: number;
  readonly #storage: Buffer;
  /** What the last read has filled of the storage; a search ends where it does. */
  #filled: Buffer;
  #start = 0;
  /** A line whose end has not come yet, and the delimiter that it is searched for. */
  #line: Accumulator | null = null;
  #delimiter = -1;
  /** The rest of a line that was too long: dropped up to this delimiter, as it comes. -1: nothing to drop. */
  #dropping = -1;
  /** The inner stream has failed for good: what it broke off is no line, even if the end of the stream follows. */
  #broken = false;

  /** `gaveUp`: the caller has, and the stream is as it was. */
  constructor(source: Source, capacity: number, gaveUp: (error: unknown) => boolean = () => false) {
    this.#source = source;
    this.#gaveUp = gaveUp;
    this.#capacity = Math.max(capacity, 1);
    this.#storage = Buffer.alloc(this.#capacity);
    this.#filled = this.#storage.subarray(0, 0);
  }

  /** What is buffered, in place. */
  get bytes(): Buffer {
    this.#joinLine();
    return this.#filled.subarray(this.#start);
  }

  /** `bytes`, which is empty only at the end of the stream. */
  *fill(): Operation<Buffer> {
    this.#joinLine();
    yield* this.#fillStorage();
    return this.#filled.subarray(this.#start);
  }

  /** At most what is buffered is consumed, as in Rust. */
  consume(n: number): void {
    this.#joinLine();
    this.#start = Math.min(this.#start + n, this.#filled.length);
  }

  /** What {@link read} gives without reading; 0: it has to read. */
  take(into: Uint8Array): number {
    this.#joinLine();
    const n = this.#filled.copy(into, 0, this.#start);
    this.#start += n;
    return n;
  }

  /** One read. A large one goes past an empty buffer. */
  *read(into: Uint8Array): Operation<number> {
    this.#joinLine();
    if (this.#start === this.#filled.length && this.#dropping === -1 && into.length >= this.#capacity) {
      return yield* this.#pull(into);
    }
    return (yield* this.#fillStorage()) ? this.take(into) : 0;
  }

  /** Puts bytes back in front of everything. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#filled = Buffer.concat([bytes, this.bytes]);
    this.#start = 0;
  }

  /** Reads until `into` is full. Returns how far it came: not all the way at the end of the stream. An error takes nothing. */
  *readFull(into: Uint8Array): Operation<number> {
    let filled = 0;
    try {
      while (filled < into.length) {
        const n = yield* this.read(filled === 0 ? into : into.subarray(filled));
        if (n === 0) break;
        filled += n;
      }
    } catch (error) {
      this.unread(into.subarray(0, filled));
      throw error;
    }
    return filled;
  }

  /** What {@link readUntil} gives without reading; null: it has to read, or to throw. */
  cut(delimiter: number, limit: number): Buffer | null {
    if (this.#line !== null) return null;
    const found = this.#filled.indexOf(delimiter, this.#start);
    if (found === -1 || found + 1 - this.#start > limit) return null;
    const piece = this.#filled.subarray(this.#start, found + 1);
    this.#start += piece.length;
    return piece;
  }

  /**
   * The bytes through the next `delimiter`, or to the end of the stream; null when there are none. The result may be the
   * buffer's own memory, good until the next call.
   */
  *readUntil(delimiter: number, limit: number): Operation<Buffer | null> {
    if (this.#delimiter !== delimiter) this.#joinLine();
    while (this.#start < this.#filled.length || (yield* this.#fillStorage())) {
      const found = this.#filled.indexOf(delimiter, this.#start);
      const complete = found !== -1;
      const piece = this.#filled.subarray(this.#start, complete ? found + 1 : undefined);
      this.#start += piece.length;
      if (piece.length + (this.#line?.length ?? 0) > limit) {
        this.#line = null;
        if (!complete) this.#dropping = delimiter;
        throw limitExceeded(limit);
      }
      if (complete && this.#line === null) return piece;
      this.#line ??= new Accumulator();
      this.#delimiter = delimiter;
      this.#line.append(piece);
      if (complete) return this.#takeLine();
    }
    const rest = this.#takeLine();
    return this.#broken ? null : rest;
  }

  /** A result of `readUntil` that stays as it is. */
  own(bytes: Buffer): Buffer {
    return bytes.buffer === this.#filled.buffer ? Buffer.from(bytes) : bytes;
  }

  /** False at the end of the stream; else something is in the storage. */
  *#fillStorage(): Operation<boolean> {
    while (this.#start === this.#filled.length) {
      const n = yield* this.#pull(this.#storage);
      this.#filled = this.#storage.subarray(0, n);
      this.#start = 0;
      if (n === 0) {
        this.#dropping = -1;
        return false;
      }
      if (this.#dropping !== -1) this.#drop();
    }
    return true;
  }

  #drop(): void {
    const found = this.#filled.indexOf(this.#dropping);
    this.#start = found === -1 ? this.#filled.length : found + 1;
    if (found !== -1) this.#dropping = -1;
  }

  *#pull(into: Uint8Array): Operation<number> {
    try {
      const asked = into.length;
      const n = checkRead((yield this.#source.read(into)) as number, into, asked);
      if (n > 0) this.#broken = false;
      return n;
    } catch (error) {
      this.#broken = !isTransient(error) && !this.#gaveUp(error);
      throw error;
    }
  }

  #takeLine(): Buffer | null {
    const line = this.#line;
    this.#line = null;
    return line === null ? null : line.take();
  }

  /** The beginning of a line is plain bytes to every other call. */
  #joinLine(): void {
    const line = this.#takeLine();
    if (line !== null) this.unread(line);
  }
}

/** Timeouts and signals: the stream goes on where it was. (TimedOut is none: it is a connection that has died.) */
function isTransient(error: unknown): boolean {
  return IoError.isIoError(error) && (error.kind === 'WouldBlock' || error.kind === 'Interrupted');
}
