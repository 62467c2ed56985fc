import { writeZero } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import type { Operation } from '../core/operation.js';
import { type Sink, writeFully, writeSome } from './write.js';

/**
 * The mechanics of a BufWriter: bytes that were taken and not written to the inner stream yet. Which write is buffered
 * and which goes past the buffer is exactly as in Rust.
 * @internal
 */
export class WriteBuffer {
  readonly #sink: Sink;
  readonly #capacity: number;
  #storage: Buffer;
  #used = 0;

  constructor(sink: Sink, capacity: number) {
    this.#sink = sink;
    this.#capacity = capacity;
    this.#storage = Buffer.alloc(capacity);
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** What is buffered, in place. */
  get bytes(): Buffer {
    return this.#storage.subarray(0, this.#used);
  }

  /** Whether `data` is buffered without a write to the inner stream; then it is. */
  take(data: Uint8Array): boolean {
    if (data.length > this.#spare || data.length >= this.capacity) return false;
    this.append(data);
    return true;
  }

  *write(data: Uint8Array): Operation<number> {
    if (data.length > this.#spare) yield* this.drain();
    if (data.length >= this.capacity) return yield* this.writePast(data);
    return this.append(data);
  }

  *writeAll(data: Uint8Array): Operation<void> {
    if (data.length > this.#spare) yield* this.drainWithin(0);
    if (data.length >= this.capacity) yield* this.writeAllPast(data);
    else this.append(data);
  }

  /** One write that is not buffered. */
  writePast(data: Uint8Array): Operation<number> {
    return writeSome(this.#sink, data);
  }

  writeAllPast(data: Uint8Array): Operation<void> {
    return writeFully(this.#sink, data);
  }

  /** A text that fits is encoded in place; false: it does not fit. */
  appendText(text: string): boolean {
    // No character needs more than 3 bytes a code unit, so most texts need not be measured.
    if (text.length * 3 >= this.#spare && Buffer.byteLength(text) >= this.#spare) return false;
    this.#used += this.#storage.write(text, this.#used);
    return true;
  }

  /** As much as there is room for; returns how much. */
  append(data: Uint8Array): number {
    const n = Math.min(data.length, this.#spare);
    this.#storage.set(n === data.length ? data : data.subarray(0, n), this.#used);
    this.#used += n;
    return n;
  }

  /** Writes what is buffered; what an error leaves unwritten stays. Does not flush the inner stream. */
  *drain(): Operation<void> {
    let written = 0;
    try {
      while (written < this.#used) {
        const n = yield* writeSome(this.#sink, this.#storage.subarray(written, this.#used));
        if (n === 0) throw writeZero('failed to write the buffered data');
        written += n;
      }
    } finally {
      this.#drop(written);
    }
  }

  /** `drain`, in the middle of a `writeAll` that has taken so many bytes of its data. */
  *drainWithin(taken: number): Operation<void> {
    try {
      yield* this.drain();
    } catch (error) {
      throw annotate(error, { transferred: taken });
    }
  }

  #drop(written: number): void {
    if (this.#storage.length < this.#capacity) {
      // The inner stream has transferred it away, and what was buffered with it; the error says so.
      this.#storage = Buffer.alloc(this.#capacity);
      this.#used = 0;
      return;
    }
    this.#storage.copyWithin(0, written, this.#used);
    this.#used = Math.max(this.#used - written, 0); // less was left if the inner stream has flushed us meanwhile
  }

  get #spare(): number {
    return this.#capacity - this.#used;
  }
}
