import { decode } from '../core/bytes.js';
import { limitExceeded } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import { Accumulator } from './accumulator.js';
import { type Read, readInto } from './read.js';

/**
 * Reads to the end of the stream, `before` first. The error of one that fails has as `partial` what was read; one byte
 * over the limit is enough to know, so no more than that is read beyond it.
 * @internal
 */
export function readAll(from: Read, limit: number, before?: Uint8Array): Buffer {
  const all = new Accumulator();
  if (before !== undefined) all.append(before);
  try {
    for (;;) {
      if (all.length > limit) throw limitExceeded(limit);
      const n = readInto(from, all.room(limit + 1 - all.length));
      if (n === 0) return all.take();
      all.added(n);
    }
  } catch (error) {
    throw annotate(error, { partial: all.take() });
  }
}

/** As a string. What is no UTF-8 is in the error's `partial`. @internal */
export function decodeAll(bytes: Buffer): string {
  try {
    return decode(bytes);
  } catch (error) {
    throw annotate(error, { partial: bytes });
  }
}
