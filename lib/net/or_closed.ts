import { native } from '../binding/index.js';
import type { Fd } from '../binding/native.js';

/**
 * What `open` makes of a descriptor that no handle owns yet. Where it throws the descriptor is closed: nobody else would, and
 * with it its port would stay taken.
 * @internal
 */
export function orClosed<T>(fd: Fd, open: () => T): T {
  try {
    return open();
  } catch (error) {
    native.reap(fd);
    throw error;
  }
}
