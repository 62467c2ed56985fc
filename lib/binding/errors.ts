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
    return new IoError(kind as ErrorKind, message, details);
  };
}
