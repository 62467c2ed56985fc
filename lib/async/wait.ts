/** A timer of Node's fires at once for more than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

export type GivenUp = 'timeout' | 'abort';

/**
 * A call that may have to wait for the event loop: then it is a promise that is settled once, and what may end it before its
 * time.
 * @internal
 */
export class Wait<T> {
  /** Once it waits. */
  promise!: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;
  #giveUp: ((why: GivenUp) => void) | null = null;
  #limit = 0;
  #timer: NodeJS.Timeout | null = null;
  #signal: AbortSignal | null = null;
  #onAbort: (() => void) | null = null;

  /**
   * It waits from now on, no longer than `limit` milliseconds (null: no limit), and not beyond the signal. `giveUp` takes it
   * out of what waits, and settles it.
   */
  within(limit: number | null, signal: AbortSignal | undefined, giveUp: (why: GivenUp) => void): this {
    this.promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#giveUp = giveUp;
    // The loop's clock counts whole milliseconds, and may be behind by one.
    this.#limit = limit === null ? LONGEST_TIMER : Math.ceil(limit) + 1;
    this.restart();
    if (signal !== undefined) {
      this.#signal = signal;
      this.#onAbort = () => giveUp('abort');
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    return this;
  }

  /** The time limit counts from now on. */
  restart(): void {
    if (this.#timer !== null) this.#timer.refresh();
    else if (this.#limit < LONGEST_TIMER) {
      this.#timer = setTimeout(() => this.#giveUp!('timeout'), this.#limit);
    }
  }

  done(value: T): void {
    this.#settle();
    this.#resolve(value);
  }

  fail(error: unknown): void {
    this.#settle();
    this.#reject(error);
  }

  /** It was aborted. */
  failAborted(): void {
    this.fail(this.#signal!.reason);
  }

  #settle(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#onAbort !== null) this.#signal!.removeEventListener('abort', this.#onAbort);
  }
}
