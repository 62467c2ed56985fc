import { decode } from '../core/bytes.js';
import { limitExceeded } from '../core/errors.js';
import { annotate } from '../core/io_error.js';
import type { Operation } from '../core/operation.js';
import { Accumulator } from './accumulator.js';
import { readInto, type Source } from './read.js';

/**
 * Reads to the end of the stream. The error of one that fails has as `partial` what was read, unless `fails` makes something
 * else of it; one byte over the limit is enough to know, so no more than that is read beyond it.
 * @internal
 */
export function* readAll(from: Source, limit: number, fails = withPartial): Operation<Buffer> {
  const all = new Accumulator();
  try {
    for (;;) {
      if (all.length > limit) throw limitExceeded(limit);
      const n = yield* readInto(from, all.room(limit + 1 - all.length));
      if (n === 0) return all.take();
      all.added(n);
    }
  } catch (error) {
    throw fails(error, all.take());
  }
}

/** @internal */
export function withPartial(error: unknown, partial: Buffer): unknown {
  return annotate(error, { partial });
}

/** As a string. What is no UTF-8 is in the error's `partial`. @internal */
export function decodeAll(bytes: Buffer): string {
  try {
    return decode(bytes);
  } catch (error) {
    throw annotate(error, { partial: bytes });
  }
}
