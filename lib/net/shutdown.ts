import { inspect } from 'node:util';
import { invalidArgType } from '../core/argument_error.js';

/** Which half of a connection {@link TcpStream.shutdown} ends. */
export const Shutdown = Object.freeze({
  /** Reads give 0. On Linux bytes that still arrive are still read. */
  Read: 'Read',
  /** The peer reads to the end; writes throw BrokenPipe. */
  Write: 'Write',
  /** Both of them. */
  Both: 'Both',
});
/** One of the names in the {@link Shutdown} object. */
export type Shutdown = (typeof Shutdown)[keyof typeof Shutdown];

const NUMBERS: ReadonlyMap<unknown, 0 | 1 | 2> = new Map([
  ['Read', 0],
  ['Write', 1],
  ['Both', 2],
]);

/** SHUT_RD, SHUT_WR, SHUT_RDWR. @internal */
export function checkShutdown(value: unknown): 0 | 1 | 2 {
  const number = NUMBERS.get(value);
  if (number === undefined) {
    throw invalidArgType(
      'how',
      `one of ${[...NUMBERS.keys()].map((name) => inspect(name)).join(', ')}`,
      value,
    );
  }
  return number;
}
