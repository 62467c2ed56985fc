/** The errors of the facade's own: each with the code and the text that it has everywhere. @internal */
import { IoError } from './io_error.js';

/** @internal */
export function closedError(): IoError {
  return new IoError('Other', 'The socket or stream is closed', { code: 'ERR_SOCKET_CLOSED' });
}

/** @internal */
export function movedError(): IoError {
  return new IoError('Other', 'Used after its descriptor or inner stream was moved out', {
    code: 'ERR_USE_AFTER_MOVE',
  });
}

/** @internal */
export function invalidInput(message: string): IoError {
  return new IoError('InvalidInput', message);
}

/** @internal */
export function zeroDuration(): IoError {
  return invalidInput('cannot set a 0 duration timeout');
}

/** Of a stream in Rust's words. @internal */
export function invalidUtf8(what = 'stream'): IoError {
  return new IoError('InvalidData', `${what} did not contain valid UTF-8`);
}

/** @internal */
export function stringTooLong(length: number): IoError {
  return new IoError('OutOfMemory', `${length} bytes are more than a string can hold`, {
    code: 'ERR_STRING_TOO_LONG',
  });
}

/** @internal */
export function limitExceeded(limit: number): IoError {
  return new IoError('InvalidData', `more than the limit of ${limit} bytes`, { code: 'ERR_LIMIT_EXCEEDED' });
}

/** @internal */
export function unexpectedEof(transferred: number): IoError {
  return new IoError('UnexpectedEof', 'failed to fill whole buffer', { transferred });
}

/** `message`: Rust has one for `write_all` and another for a buffer that is flushed. @internal */
export function writeZero(message: string): IoError {
  return new IoError('WriteZero', message);
}

/** @internal */
export function storeGone(): IoError {
  return new IoError('NotFound', 'no thread of this process has that store');
}
