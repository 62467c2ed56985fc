import { constants } from 'node:os';
import { IoError, type IoErrorDetails } from '../core/io_error.js';

/** The error that a blocking call has for a number of the system. @internal */
export function systemError(errno: number, details: IoErrorDetails): IoError {
  const { kind, message, code, rawOsError } = IoError.fromRawOsError(errno);
  return new IoError(kind, message, { ...details, code, rawOsError });
}

/** What became of a call whose time limit is over: as the kernel has it for a blocking one. @internal */
export function timedOut(syscall: string): IoError {
  return systemError(constants.errno.EAGAIN, { syscall });
}

/** An error of Node's, in the words of this package; one that is not the system's stays what it is. @internal */
export function fromNode(error: NodeJS.ErrnoException, details: IoErrorDetails): unknown {
  return typeof error.errno === 'number' && error.errno < 0 ? systemError(-error.errno, details) : error;
}

/** @internal */
export function isWouldBlock(error: unknown): boolean {
  return error instanceof IoError && error.kind === 'WouldBlock';
}
