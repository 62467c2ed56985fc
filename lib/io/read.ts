import { invalidReturn } from '../core/argument_error.js';
import type { Bytes } from '../core/bytes.js';

/** What bytes are read from: Rust's `std::io::Read`. Implement it, and {@link BufReader} and {@link copy} take it. */
export interface Read {
  /**
   * Reads at most as many bytes as `buf` has room for.
   *
   * @returns how many; 0 at the end of the stream.
   */
  read(buf: Bytes): number;
}

/**
 * One `read`, held to its contract: a reader that claims more than it was given room for would otherwise pass stale
 * memory off as data.
 * @internal
 */
export function readInto(from: Read, room: Uint8Array): number {
  const asked = room.length;
  const n = from.read(room);
  // The room is asked again: the reader may have detached it.
  if (!Number.isInteger(n) || n < 0 || n > asked || n > room.length) {
    throw invalidReturn('read', `a number of bytes from 0 to ${asked}`, n);
  }
  return n;
}
