import { type InspectOptions, inspect } from 'node:util';
import { checkCount } from '../core/check.js';
import { Inner } from './inner.js';
import type { Sink } from './write.js';
import { WriteBuffer } from './write_buffer.js';

/** What a writer holds back from its inner stream, and the calls that write nothing: those of both APIs. */
export abstract class HeldBack<Stream extends object> {
  readonly #inner: Inner<Stream>;
  readonly #buffer: WriteBuffer;

  /** `sink` writes to the inner stream. @internal */
  protected constructor(inner: Stream, capacity: number, sink: Sink) {
    checkCount(capacity, 'capacity');
    this.#inner = new Inner(inner, 'write', 'flush');
    this.#buffer = new WriteBuffer(sink, capacity);
  }

  /** What it writes to. Writing to that directly overtakes what is buffered here. */
  get inner(): Stream {
    return this.#inner.stream;
  }

  /** How many bytes are held back at most. */
  capacity(): number {
    return this.usable.capacity;
  }

  /** What is buffered; good until the next call. */
  buffer(): Buffer {
    return this.usable.bytes;
  }

  /** What it wraps and how much it holds; no data. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const name = this.constructor.name;
    if (!this.#inner.open) return `${name} { closed }`;
    const { bytes, capacity } = this.#buffer;
    return `${name} ${inspect({ inner: this.inner, buffered: bytes.length, capacity }, options)}`;
  }

  /** @internal */
  protected get wrapped(): Inner<Stream> {
    return this.#inner;
  }

  /** The buffer, as long as the writer has its inner stream. @internal */
  protected get usable(): WriteBuffer {
    void this.#inner.stream;
    return this.#buffer;
  }
}
