import { checkBoolean } from '../core/check.js';
import { IoError } from '../core/io_error.js';

/** `setNonblocking()` of a socket of the event loop, which never blocks. @internal */
export function refuseBlocking(on: boolean): void {
  if (!checkBoolean(on, 'on')) throw new IoError('Unsupported', 'a socket of the event loop cannot block');
}
