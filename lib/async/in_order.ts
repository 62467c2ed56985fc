import { aborted } from './aborted.js';

/**
 * The calls of one reader or writer, one at a time and in the order in which they were made: what one has begun no other may
 * come between.
 * @internal
 */
export class InOrder {
  #last: Promise<unknown> | null = null;

  /** Nobody is at it. */
  get idle(): boolean {
    return this.#last === null;
  }

  /** One that is aborted before its turn never begins. */
  async run<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
    const mine = this.#after(this.#last, signal, call);
    // One that is aborted before its turn does not make the next one's come earlier.
    const last = Promise.allSettled([this.#last, mine]);
    this.#last = last;
    try {
      return await mine;
    } finally {
      if (this.#last === last) this.#last = null;
    }
  }

  async #after<T>(
    before: Promise<unknown> | null,
    signal: AbortSignal | undefined,
    call: () => Promise<T>,
  ): Promise<T> {
    if (before !== null) {
      await aborted(signal, before);
    }
    return call();
  }
}
