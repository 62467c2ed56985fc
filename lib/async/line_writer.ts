import type { Operation } from '../core/operation.js';
import type { WriteBuffer } from '../io/write_buffer.js';
import { writeAllLines, writeSomeLines } from '../io/write_lines.js';
import { BufferedWriter } from './buffered_writer.js';
import type { Write } from './write.js';

/**
 * Holds back what is not a whole line yet: the blocking `LineWriter`'s mirror. Everything through the last newline of a write
 * goes to the inner stream at once.
 *
 * @example
 * ```ts
 * const writer = new LineWriter(stream);
 * await writer.writeAll('status: '); // held back
 * await writer.writeAll('ok\n'); // both are sent
 * ```
 */
export class LineWriter extends BufferedWriter {
  /**
   * Collects what is written to it, up to the end of a line.
   *
   * @param inner where the bytes go.
   * @param capacity how many bytes of an unfinished line are held back at most; default 1024.
   */
  constructor(inner: Write, capacity = 1024) {
    super(inner, capacity);
  }

  /** @internal */
  protected some(buffer: WriteBuffer, bytes: Uint8Array): Operation<number> {
    return writeSomeLines(buffer, bytes);
  }

  /** @internal */
  protected all(buffer: WriteBuffer, bytes: Uint8Array): Operation<void> {
    return writeAllLines(buffer, bytes);
  }
}
