import type { Bytes } from '../core/bytes.js';
import type { CallOptions } from './call_options.js';

/** What bytes are read from on the event loop. Implement it, and `BufReader` and `copy` of `stdnet/async` take it. */
export interface Read {
  /**
   * Reads at most as many bytes as `buf` has room for.
   *
   * @returns how many; 0 at the end of the stream.
   */
  read(buf: Bytes, options?: CallOptions): Promise<number>;
}
