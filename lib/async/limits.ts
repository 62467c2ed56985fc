import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';

/** @internal */
export const READ = 0;
/** @internal */
export const WRITE = 1;
type Direction = typeof READ | typeof WRITE;

/** How long the calls of all handles to one socket may wait: what the kernel keeps, asked once. @internal */
export class Limits {
  #known: [read: number | null | undefined, write: number | null | undefined] = [undefined, undefined];

  /** Milliseconds; null: no limit. */
  of(direction: Direction, fd: Fd): number | null {
    let limit = this.#known[direction];
    if (limit === undefined) {
      limit = native.getTimeout(fd, direction);
      this.#known[direction] = limit;
    }
    return limit;
  }

  changed(): void {
    this.#known = [undefined, undefined];
  }
}
