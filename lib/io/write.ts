import { detached, invalidReturn } from '../core/argument_error.js';
import type { Bytes } from '../core/bytes.js';
import { writeZero } from '../core/errors.js';
import { annotate } from '../core/io_error.js';

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

/** One `write`, held to its contract. @internal */
export function writeSome(to: Write, data: Uint8Array): number {
  const offered = data.length;
  const n = to.write(data);
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
export function writeFully(to: Write, data: Uint8Array): void {
  let gone = 0;
  try {
    while (gone < data.length) {
      const n = writeSome(to, gone === 0 ? data : data.subarray(gone));
      if (n === 0) throw writeZero('failed to write whole buffer');
      gone += n;
    }
  } catch (error) {
    throw annotate(error, { transferred: gone });
  }
}
