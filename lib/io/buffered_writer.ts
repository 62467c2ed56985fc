import '../core/dispose.js';
import type { Bytes } from '../core/bytes.js';
import { perform } from '../core/operation.js';
import { HeldBack } from './held_back.js';
import type { Write } from './write.js';

/**
 * What {@link BufWriter} and {@link LineWriter} have in common.
 *
 * Every method but {@link close} throws IoError with code `ERR_SOCKET_CLOSED` after {@link close} and
 * `ERR_USE_AFTER_MOVE` after {@link intoInner}. What is still buffered when a writer is garbage-collected is lost: end it
 * with {@link close}, `using` or {@link intoInner}.
 */
export abstract class BufferedWriter extends HeldBack<Write> implements Write, Disposable {
  #closing = false;

  /** @internal */
  protected constructor(inner: Write, capacity: number) {
    super(inner, capacity, { write: (data) => this.wrapped.stream.write(data) });
  }

  /** Takes some of `data`. */
  abstract write(data: Bytes | string): number;
  /** Takes all of `data`. */
  abstract writeAll(data: Bytes | string): void;

  /**
   * Writes what is buffered, and gives the inner stream back.
   *
   * **Blocks** as the inner stream does.
   *
   * @throws IoError whatever the inner stream throws; the writer is then as it was, less what was written.
   */
  intoInner(): Write {
    perform(this.usable.drain());
    return this.wrapped.take();
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
    if (!this.wrapped.open || this.#closing) return;
    this.#closing = true;
    try {
      this.flush();
    } catch (error) {
      this.#closeAfter(error);
    }
    this.wrapped.close();
  }

  /** {@link close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** The first error is the one to tell. */
  #closeAfter(error: unknown): never {
    try {
      this.wrapped.close();
    } catch {
      // said already that the stream is in trouble
    }
    throw error;
  }
}
