import { invalidReturn } from '../core/argument_error.js';
import type { Bytes } from '../core/bytes.js';
import type { Operation } from '../core/operation.js';

/** What bytes are read from: Rust's `std::io::Read`. Implement it, and {@link BufReader} and {@link copy} take it. */
export interface Read {
  /**
   * Reads at most as many bytes as `buf` has room for.
   *
   * @returns how many; 0 at the end of the stream.
   */
  read(buf: Bytes): number;
}

/** A reader whose `read` blocks, or gives a promise. @internal */
export interface Source {
  read(room: Uint8Array): number | PromiseLike<number>;
}

/**
 * One `read`, held to its contract: a reader that claims more than it was given room for would otherwise pass stale
 * memory off as data.
 * @internal
 */
export function* readInto(from: Source, room: Uint8Array): Operation<number> {
  const asked = room.length;
  return checkRead((yield from.read(room)) as number, room, asked);
}

/** What `read` of a reader gave that was asked for so many bytes. @internal */
export function checkRead(n: number, room: Uint8Array, asked: number): number {
  // The room is asked again: the reader may have detached it.
  if (!Number.isInteger(n) || n < 0 || n > asked || n > room.length) {
    throw invalidReturn('read', `a number of bytes from 0 to ${asked}`, n);
  }
  return n;
}
