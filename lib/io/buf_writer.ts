import { type Bytes, encodeOctets } from '../core/bytes.js';
import { perform } from '../core/operation.js';
import { BufferedWriter } from './buffered_writer.js';
import type { Write } from './write.js';

/**
 * Collects small writes into large ones: Rust's `BufWriter`.
 *
 * @example
 * ```ts
 * using writer = new BufWriter(TcpStream.connect('127.0.0.1:7878'));
 * for (const line of lines) writer.writeAll(`${line}\n`);
 * writer.flush(); // now the peer sees them
 * ```
 */
export class BufWriter extends BufferedWriter {
  /**
   * Collects what is written to it.
   *
   * @param inner where the bytes go.
   * @param capacity how many bytes are held back at most; default 8192.
   */
  constructor(inner: Write, capacity = 8192) {
    super(inner, capacity);
  }

  /**
   * Takes `data`; a string as UTF-8. What does not fit makes room first; data as large as the whole buffer goes past it.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @returns how many bytes were taken: all that are buffered, or what the inner stream took.
   * @throws IoError whatever the inner stream throws; nothing of `data` was taken then.
   */
  write(data: Bytes | string): number {
    const bytes = encodeOctets(data, 'data');
    const buffer = this.usable;
    return buffer.take(bytes) ? bytes.length : perform(buffer.write(bytes));
  }

  /**
   * Takes all of `data`; a string as UTF-8.
   *
   * **Blocks** only when the inner stream is written to.
   *
   * @throws IoError whatever the inner stream throws. `transferred` tells how many bytes of `data` were taken.
   */
  writeAll(data: Bytes | string): void {
    if (typeof data === 'string' && this.usable.appendText(data)) return;
    const bytes = encodeOctets(data, 'data');
    const buffer = this.usable;
    if (!buffer.take(bytes)) perform(buffer.writeAll(bytes));
  }
}
