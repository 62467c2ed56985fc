import { IoError } from '../core/io_error.js';

/** A socket cannot be moved now. @internal */
export function busy(why: string): IoError {
  return new IoError('ResourceBusy', why);
}
