import { detached, invalidReturn } from '../core/argument_error.js';
import type { Bytes } from '../core/bytes.js';
import { writeZero } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import type { Operation } from '../core/operation.js';

/** What bytes are written to: Rust's `std::io::Write`. */
export interface Write {
  /**
   * Writes some of `data`; a string as UTF-8.
   *
   * @returns how many bytes were taken, which may be fewer than there are.
   */
  write(data: Bytes | string): number;
  /** Hands on whatever is held back. */
  flush(): void;
}

/** A writer whose `write` blocks, or gives a promise. @internal */
export interface Sink {
  write(data: Uint8Array): number | PromiseLike<number>;
}

/** One `write`, held to its contract. @internal */
export function* writeSome(to: Sink, data: Uint8Array): Operation<number> {
  const offered = data.length;
  const n = (yield to.write(data)) as number;
  if (!Number.isInteger(n) || n < 0 || n > offered) {
    throw invalidReturn('write', `a number of bytes from 0 to ${offered}`, n);
  }
  // The data was lent: one that transfers it away takes what is not its own.
  if (data.length < offered) throw detached();
  return n;
}

/**
 * `write` until all is gone: Rust's `write_all`. The error of one that fails tells how much had gone.
 * @internal
 */
export function* writeFully(to: Sink, data: Uint8Array): Operation<void> {
  let gone = 0;
  try {
    while (gone < data.length) {
      const n = yield* writeSome(to, gone === 0 ? data : data.subarray(gone));
      if (n === 0) throw writeZero('failed to write whole buffer');
      gone += n;
    }
  } catch (error) {
    throw annotate(error, { transferred: gone });
  }
}
