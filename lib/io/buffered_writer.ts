import '../core/dispose.js';
import { type InspectOptions, inspect } from 'node:util';
import type { Bytes } from '../core/bytes.js';
import { checkCount } from '../core/check.js';
import { perform } from '../core/operation.js';
import { Inner } from './inner.js';
import type { Write } from './write.js';
import { WriteBuffer } from './write_buffer.js';

/**
 * What {@link BufWriter} and {@link LineWriter} have in common.
 *
 * Every method but {@link close} throws IoError with code `ERR_SOCKET_CLOSED` after {@link close} and
 * `ERR_USE_AFTER_MOVE` after {@link intoInner}. What is still buffered when a writer is garbage-collected is lost: end it
 * with {@link close}, `using` or {@link intoInner}.
 */
export abstract class BufferedWriter implements Write, Disposable {
  readonly #inner: Inner<Write>;
  readonly #buffer: WriteBuffer;
  #closing = false;

  /** @internal */
  protected constructor(inner: Write, capacity: number) {
    checkCount(capacity, 'capacity');
    this.#inner = new Inner(inner, 'write', 'flush');
    this.#buffer = new WriteBuffer({ write: (data) => this.#inner.stream.write(data) }, capacity);
  }

  /** Takes some of `data`. */
  abstract write(data: Bytes | string): number;
  /** Takes all of `data`. */
  abstract writeAll(data: Bytes | string): void;

  /** What it writes to. Writing to that directly overtakes what is buffered here. */
  get inner(): Write {
    return this.#inner.stream;
  }

  /**
   * Writes what is buffered, and gives the inner stream back.
   *
   * **Blocks** as the inner stream does.
   *
   * @throws IoError whatever the inner stream throws; the writer is then as it was, less what was written.
   */
  intoInner(): Write {
    perform(this.usable.drain());
    return this.#inner.take();
  }

  /** How many bytes are held back at most. */
  capacity(): number {
    return this.usable.capacity;
  }

  /** What is buffered; good until the next call. */
  buffer(): Buffer {
    return this.usable.bytes;
  }

  /**
   * Writes what is buffered, and flushes the inner stream.
   *
   * **Blocks** as the inner stream does.
   *
   * @throws IoError WriteZero, `failed to write the buffered data`; whatever the inner stream throws. What was not
   * written stays buffered: flush again.
   */
  flush(): void {
    perform(this.usable.drain());
    this.inner.flush();
  }

  /**
   * {@link flush}, then closes the inner stream, also when flushing has failed; again: does nothing.
   *
   * **Blocks** as the inner stream does.
   *
   * @throws IoError what flushing threw: what was buffered is lost.
   */
  close(): void {
    // An inner stream may close its writer from within: the close that is on its way does it.
    if (!this.#inner.open || this.#closing) return;
    this.#closing = true;
    try {
      this.flush();
    } catch (error) {
      this.#closeAfter(error);
    }
    this.#inner.close();
  }

  /** {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** What it wraps and how much it holds; no data. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const name = this.constructor.name;
    if (!this.#inner.open) return `${name} { closed }`;
    const { bytes, capacity } = this.#buffer;
    return `${name} ${inspect({ inner: this.inner, buffered: bytes.length, capacity }, options)}`;
  }

  /** The buffer, as long as the writer has its inner stream. @internal */
  protected get usable(): WriteBuffer {
    void this.#inner.stream;
    return this.#buffer;
  }

  /** The first error is the one to tell. */
  #closeAfter(error: unknown): never {
    try {
      this.#inner.close();
    } catch {
      // said already that the stream is in trouble
    }
    throw error;
  }
}
