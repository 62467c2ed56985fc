import { type InspectOptions, inspect } from 'node:util';
import { checkCount } from '../core/check.js';
import { Inner } from './inner.js';
import type { Source } from './read.js';
import { ReadBuffer } from './read_buffer.js';

/** What a `BufReader` has read ahead of its inner stream, and the calls that nothing is read for: those of both APIs. */
export abstract class ReadAhead<Stream extends object> {
  readonly #inner: Inner<Stream>;
  readonly #buffer: ReadBuffer;
  readonly #capacity: number;

  /** `source` reads from the inner stream; `gaveUp` as {@link ReadBuffer} has it. @internal */
  protected constructor(
    inner: Stream,
    capacity: number,
    source: Source,
    gaveUp?: (error: unknown) => boolean,
  ) {
    this.#capacity = checkCount(capacity, 'capacity');
    this.#inner = new Inner(inner, 'read');
    this.#buffer = new ReadBuffer(source, this.#capacity, gaveUp);
  }

  /** What it reads from. Reading from that directly skips what is buffered here. */
  get inner(): Stream {
    return this.#inner.stream;
  }

  /** Gives the inner stream back. What was read ahead is lost: look at {@link buffer} first. */
  intoInner(): Stream {
    return this.#inner.take();
  }

  /** How many bytes are read ahead at most. */
  capacity(): number {
    void this.#inner.stream;
    return this.#capacity;
  }

  /** What was read ahead, without reading; good until the next call. */
  buffer(): Buffer {
    return this.usable.bytes;
  }

  /** Takes the first `n` bytes out of the buffer; no more than there are. */
  consume(n: number): void {
    const count = checkCount(n, 'n');
    this.usable.consume(count);
  }

  /** What it wraps and how much it holds; no data. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    if (!this.#inner.open) return 'BufReader { closed }';
    const { length } = this.#buffer.bytes;
    return `BufReader ${inspect({ inner: this.inner, buffered: length, capacity: this.#capacity }, options)}`;
  }

  /** @internal */
  protected get wrapped(): Inner<Stream> {
    return this.#inner;
  }

  /** The buffer, as long as the reader has its inner stream. @internal */
  protected get usable(): ReadBuffer {
    void this.#inner.stream;
    return this.#buffer;
  }
}
