import type { Bytes } from '../core/bytes.js';
import type { CallOptions } from './call_options.js';

/** What bytes are written to on the event loop. */
export interface Write {
  /**
   * Writes some of `data`; a string as UTF-8.
   *
   * @returns how many bytes were taken, which may be fewer than there are.
   */
  write(data: Bytes | string, options?: CallOptions): Promise<number>;
  /** Hands on whatever is held back. */
  flush(options?: CallOptions): Promise<void>;
}
