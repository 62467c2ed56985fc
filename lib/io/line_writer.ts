import { type Bytes, encodeOctets } from '../core/bytes.js';
import { perform } from '../core/operation.js';
import { BufferedWriter } from './buffered_writer.js';
import type { Write } from './write.js';
import { writeAllLines, writeSomeLines } from './write_lines.js';

/**
 * Holds back what is not a whole line yet: Rust's `LineWriter`. Everything through the last newline of a write goes to
 * the inner stream at once.
 *
 * @example
 * ```ts
 * const writer = new LineWriter(stream);
 * writer.writeAll('status: '); // held back
 * writer.writeAll('ok\n'); // both are sent
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

  /**
   * Takes some of `data`; a string as UTF-8.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @returns how many bytes were taken. Fewer than all when the inner stream took a part of the lines only.
   * @throws IoError whatever the inner stream throws; nothing of `data` was taken then.
   */
  write(data: Bytes | string): number {
    return perform(writeSomeLines(this.usable, encodeOctets(data, 'data')));
  }

  /**
   * Takes all of `data`; a string as UTF-8.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @throws IoError whatever the inner stream throws. `transferred` tells how many bytes of `data` were taken.
   */
  writeAll(data: Bytes | string): void {
    perform(writeAllLines(this.usable, encodeOctets(data, 'data')));
  }
}
