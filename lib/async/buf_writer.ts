import type { Operation } from '../core/operation.js';
import type { WriteBuffer } from '../io/write_buffer.js';
import { BufferedWriter } from './buffered_writer.js';
import type { Write } from './write.js';

/**
 * Collects small writes into large ones: the blocking `BufWriter`'s mirror. What does not fit makes room first; data as large
 * as the whole buffer goes past it.
 *
 * @example
 * ```ts
 * await using writer = new BufWriter(await TcpStream.connect('127.0.0.1:7878'));
 * for (const line of lines) await writer.writeAll(`${line}\n`);
 * await writer.flush(); // now the peer sees them
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

  /** @internal */
  protected some(buffer: WriteBuffer, bytes: Uint8Array): Operation<number> {
    return buffer.write(bytes);
  }

  /** @internal */
  protected all(buffer: WriteBuffer, bytes: Uint8Array): Operation<void> {
    return buffer.writeAll(bytes);
  }
}
