import type { ErrorKind } from '../core/error_kind.js';
import { IoError, type IoErrorDetails } from '../core/io_error.js';
import type { ErrorFactory, Native } from './native.js';
import { familyOf, octetsIn, portOf } from './packed.js';

/** How the addon makes the errors that it throws. @internal */
export function errorFactory(native: Pick<Native, 'formatIp'>): ErrorFactory {
  return (kind, rawOsError, code, syscall, message, address, transferred) => {
    const details: IoErrorDetails = { rawOsError, code };
    if (syscall !== null) details.syscall = syscall;
    if (address !== null && familyOf(address) !== 0) {
      details.address = native.formatIp(octetsIn(address));
      details.port = portOf(address);
    }
    if (transferred !== null) details.transferred = transferred;
    if (kind === 'Interrupted') keepAliveForOneLook();
    const limit = Error.stackTraceLimit;
    const widened = limit > 0 && Reflect.set(Error, 'stackTraceLimit', limit + MOST_CALLS_OF_OURS);
    try {
      return new IoError(kind as ErrorKind, message, details);
    } finally {
      if (widened) Error.stackTraceLimit = limit;
    }
  };
}

/**
 * As many lie between a call of the program and the system's: `copy()` of a reader has the most. V8 keeps the innermost ten
 * of all, and the trace would end before the program that made the call.
 */
const MOST_CALLS_OF_OURS = 20;

let keptAlive = false;

/**
 * A signal listener keeps no process alive: a program that unwinds and has nothing else to do would end before the event
 * loop has looked at the signal that interrupted it. The first immediate may come in the turn that is under way, which
 * has looked already; the second comes after the next look.
 */
function keepAliveForOneLook(): void {
  if (keptAlive) return;
  keptAlive = true;
  setImmediate(() =>
    setImmediate(() => {
      keptAlive = false;
    }),
  );
}
