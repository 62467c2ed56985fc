import '../core/dispose.js';
import { type Bytes, encodeOctets } from '../core/bytes.js';
import { type Operation, performAsync } from '../core/operation.js';
import { HeldBack } from '../io/held_back.js';
import type { WriteBuffer } from '../io/write_buffer.js';
import { attempt, type CallOptions, optionsOf, signalOf } from './call_options.js';
import { InOrder } from './in_order.js';
import type { Write } from './write.js';

/**
 * What {@link BufWriter} and {@link LineWriter} have in common. Calls are served in the order in which they were made; the
 * bytes of one must stay as they are until its promise is settled.
 *
 * Every method but {@link close} throws IoError with code `ERR_SOCKET_CLOSED` after {@link close} and
 * `ERR_USE_AFTER_MOVE` after {@link intoInner}. What is still buffered when a writer is garbage-collected is lost: end it
 * with {@link close}, `await using` or {@link intoInner}.
 */
export abstract class BufferedWriter extends HeldBack<Write> implements Write, Disposable, AsyncDisposable {
  readonly #calls = new InOrder();
  /** Of the call whose turn it is. */
  #signal: AbortSignal | undefined;
  #closing: Promise<void> | null = null;

  /** @internal */
  protected constructor(inner: Write, capacity: number) {
    super(inner, capacity, { write: (data) => this.wrapped.stream.write(data, optionsOf(this.#signal)) });
  }

  /** @internal */
  protected abstract some(buffer: WriteBuffer, bytes: Uint8Array): Operation<number>;
  /** @internal */
  protected abstract all(buffer: WriteBuffer, bytes: Uint8Array): Operation<void>;

  /**
   * Takes some of `data`; a string as UTF-8.
   *
   * **Waits** only when the inner stream is written to.
   *
   * @returns how many bytes were taken: all that are buffered, or what the inner stream took.
   * @throws IoError whatever the inner stream throws; nothing of `data` was taken then.
   */
  write(data: Bytes | string, options?: CallOptions): Promise<number> {
    return attempt(() => {
      const bytes = encodeOctets(data, 'data');
      return this.#call(options, (buffer) => performAsync(this.some(buffer, bytes)));
    });
  }

  /**
   * Takes all of `data`; a string as UTF-8.
   *
   * **Waits** only when the inner stream is written to.
   *
   * @throws IoError whatever the inner stream throws. `transferred` tells how many bytes of `data` were taken.
   */
  writeAll(data: Bytes | string, options?: CallOptions): Promise<void> {
    return attempt(() => {
      const bytes = encodeOctets(data, 'data');
      return this.#call(options, (buffer) => performAsync(this.all(buffer, bytes)));
    });
  }

  /**
   * Writes what is buffered, and gives the inner stream back.
   *
   * **Waits** as the inner stream does.
   *
   * @throws IoError whatever the inner stream throws; the writer is then as it was, less what was written.
   */
  intoInner(options?: CallOptions): Promise<Write> {
    return this.#call(options, async (buffer) => {
      await performAsync(buffer.drain());
      return this.wrapped.take();
    });
  }

  /**
   * Writes what is buffered, and flushes the inner stream.
   *
   * **Waits** as the inner stream does.
   *
   * @throws IoError WriteZero, `failed to write the buffered data`; whatever the inner stream throws. What was not
   * written stays buffered: flush again.
   */
  flush(options?: CallOptions): Promise<void> {
    return this.#call(options, async (buffer) => {
      await performAsync(buffer.drain());
      await this.inner.flush(optionsOf(this.#signal));
    });
  }

  /**
   * {@link flush}, then closes the inner stream, also when flushing has failed; again: waits for the same.
   *
   * **Waits** as the inner stream does.
   *
   * @throws IoError what flushing threw: what was buffered is lost.
   */
  close(): Promise<void> {
    if (!this.wrapped.open) return Promise.resolve();
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** {@link close}, for `using`: nobody waits for it, and hears of its errors, as in Rust's `drop`. */
  [Symbol.dispose](): void {
    this.close().catch(() => {});
  }

  async #close(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      await this.#closeAfter(error);
    }
    await this.wrapped.close();
  }

  /** The first error is the one to tell. */
  async #closeAfter(error: unknown): Promise<never> {
    try {
      await this.wrapped.close();
    } catch {
      // said already that the stream is in trouble
    }
    throw error;
  }

  #call<T>(options: CallOptions | undefined, call: (buffer: WriteBuffer) => Promise<T>): Promise<T> {
    return attempt(() => {
      const signal = signalOf(options);
      void this.usable;
      return this.#calls.run(signal, () => {
        this.#signal = signal;
        return call(this.usable);
      });
    });
  }
}
